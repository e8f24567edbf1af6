namespace AsyncCSharp.Contract;

/// <summary>A place in a text that is being typed.</summary>
/// <param name="Code">The text, as it would be given to a cell.</param>
/// <param name="Position">The characters before the cursor.</param>
internal sealed record CodeQuestion(string Code, int Position)
{
    /// <summary>The type of <c>Input</c>, where that is known.</summary>
    public Type? InputType { get; init; }

    /// <summary>The variables that the call passes, and their types; null for what has its members at run time only.</summary>
    public IReadOnlyList<KeyValuePair<string, Type?>> Variables { get; init; } = [];

    /// <summary>How many answers are wanted at most.</summary>
    public int Limit { get; init; } = 60;

    /// <summary>The first answer that is described, where those before it have been already.</summary>
    public int FirstDescribed { get; init; }

    /// <summary>For how long answers are described, but for the first few; those after it have their names only.</summary>
    public TimeSpan DescribingTime { get; init; } = TimeSpan.FromMilliseconds(60);
}
