namespace AsyncCSharp.Engine.Artifacts;

/// <summary>A text to compile, and what else of its cell decides how: a <see cref="CellSource"/> as plain data. Immutable.</summary>
internal sealed record CellText
{
    /// <summary>The text as the user gave it.</summary>
    public required string Code { get; init; }

    /// <summary>See <see cref="CellSource.Number"/>.</summary>
    public int Number { get; init; }

    /// <summary>See <see cref="CellSource.Path"/>.</summary>
    public string? Path { get; init; }

    /// <summary>See <see cref="CellSource.BaseDirectory"/>.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The static type of <c>Input</c>, as C# writes it; null where the cell is given none, or one whose type has no name.</summary>
    public string? InputName { get; init; }

    /// <summary>That type, by its full name with that of its assembly, and the names of tuples in it. What is in the assembly is among the references.</summary>
    public string? InputType { get; init; }

    /// <summary>See <see cref="CellSource.HasInput"/>.</summary>
    public bool HasInput { get; init; }

    /// <summary>Whether the call has a variable of the name <c>Input</c>, which then is meant.</summary>
    public bool HidesInput { get; init; }

    /// <summary>See <see cref="CellSource.RunsOften"/>.</summary>
    public bool RunsOften { get; init; }

    /// <summary>From which place on top-level variables are locals of the cell, because they cannot be fields; null for none.</summary>
    public int? LocalsFrom { get; init; }

    /// <summary>The names of types that source generators of packages complete, so that they are compiled beside the cell. What the framework's complete is told by the text.</summary>
    public IReadOnlyList<string> Completed { get; init; } = [];

    /// <summary>See <see cref="CellSource.IsScript"/>.</summary>
    public bool IsScript => CellSource.IsScriptFile(Path);

    /// <summary>See <see cref="CellSource.IsProgram"/>.</summary>
    public bool IsProgram => CellSource.IsProgramFile(Path);

    /// <summary>How diagnostics and stack traces name the cell.</summary>
    public string DisplayName => CellSource.NameOf(Path, Number);

    /// <summary>The text of a cell.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="hidesInput">See <see cref="HidesInput"/>.</param>
    public static CellText Of(CellSource source, bool hidesInput)
    {
        Naming.InputName? input = source.InputType is not { } type ? null
            : source.InputNames is { } names ? Naming.InputName.Of(type, names)
            : Naming.InputName.Of(type);
        return new CellText
        {
            Code = source.Code,
            Number = source.Number,
            Path = source.Path,
            BaseDirectory = source.BaseDirectory,
            InputName = input is not null ? input.InCSharp : source.HasInput ? "dynamic" : null,
            InputType = input?.Identity,
            HasInput = source.HasInput,
            HidesInput = hidesInput,
            RunsOften = source.RunsOften,
        };
    }
}
