using AsyncCSharp.Conversion;

namespace AsyncCSharp.Contract;

/// <summary>A cell's text and what else decides how it compiles.</summary>
internal sealed record CellSource
{
    /// <summary>The text as the user gave it.</summary>
    public required string Code { get; init; }

    /// <summary>The number the cell has in its session; it names the cell in diagnostics and stack traces.</summary>
    public int Number { get; init; }

    /// <summary>The script file the text came from, or null. It names the cell instead of the number.</summary>
    public string? Path { get; init; }

    /// <summary>Where relative paths of <c>#r</c> and <c>#load</c> start.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The static type of <c>Input</c>, or null for <c>dynamic</c>.</summary>
    public Type? InputType { get; init; }

    /// <summary>The names of the tuples in that type; null for none.</summary>
    public TupleNames? InputNames { get; init; }

    /// <summary>Whether the cell is given an object: then that is its <c>Input</c>, whatever variables the session has.</summary>
    public bool HasInput { get; init; }

    /// <summary>Whether the cell is to run for many objects, or to be measured: its top level is optimised then, which takes longer to compile.</summary>
    public bool RunsOften { get; init; }

    /// <summary>Whether the text is a script file's, which scripts of other hosts are written as too.</summary>
    public bool IsScript => IsScriptFile(Path);

    /// <summary>Whether the text is a program's, which begins with its <c>Main</c> where it has no statements outside of types.</summary>
    public bool IsProgram => IsProgramFile(Path);

    /// <summary>How diagnostics and stack traces name the cell.</summary>
    public string DisplayName => NameOf(Path, Number);

    /// <summary>Whether a path is a script file's.</summary>
    public static bool IsScriptFile(string? path) => HasExtension(path, ".csx");

    /// <summary>Whether a path is a program's.</summary>
    public static bool IsProgramFile(string? path) => HasExtension(path, ".cs");

    /// <summary>The name of a text that has this path or, without one, this number.</summary>
    public static string NameOf(string? path, int number) => path ?? $"Cell[{number}]";

    private static bool HasExtension(string? path, string extension) => string.Equals(System.IO.Path.GetExtension(path), extension, StringComparison.OrdinalIgnoreCase);
}
