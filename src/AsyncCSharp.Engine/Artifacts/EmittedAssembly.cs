using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Artifacts;

/// <summary>A cell as the compiler gives it: image, symbols, and what the host must know of it.</summary>
internal sealed record EmittedAssembly
{
    /// <summary>The assembly's name, the same for the same cell after the same chain in any process.</summary>
    public required string Name { get; init; }

    /// <summary>The full name of the submission's class.</summary>
    public required string ClassName { get; init; }

    /// <summary>The assembly.</summary>
    public required byte[] Image { get; init; }

    /// <summary>The portable PDB.</summary>
    public required byte[] Symbols { get; init; }

    /// <summary>Whether the cell awaits at top level.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Whether it ends in an expression that has a value.</summary>
    public bool HasValue { get; init; }

    /// <summary>Whether that value is an awaitable or an asynchronous stream, as far as the compiler can tell.</summary>
    public bool GivesAwaitable { get; init; }

    /// <summary>The names of the tuples in that value when it has been awaited, as <see cref="TupleNames"/> writes them; empty for none.</summary>
    public string ValueNames { get; init; } = string.Empty;

    /// <summary>Whether it declares something that later cells see.</summary>
    public bool Declares { get; init; }

    /// <summary>The full name of the type whose <c>Main</c> is to be run after it; empty for none.</summary>
    public string EntryType { get; init; } = string.Empty;

    /// <summary>Warnings of the compiler.</summary>
    public IReadOnlyList<CellDiagnostic> Warnings { get; init; } = [];

    /// <summary>Whether its code may have a text in it, as a string (<c>[CallerFilePath]</c>) or in an attribute.</summary>
    public bool Mentions(string text) => AssemblyText.IsIn(Image, text);
}
