namespace AsyncCSharp.Contract;

/// <summary>One way in which a text may go on.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Shown">What a list shows.</param>
/// <param name="Kind">What it is.</param>
internal sealed record CodeCompletion(string Text, string Shown, CodeKind Kind)
{
    /// <summary>Its signature and what its documentation says; empty where it was not asked for.</summary>
    public CodeNote Note { get; init; } = CodeNote.Empty;

    /// <summary>The namespace that would have to be imported for the text alone to do; null for none. <see cref="Text"/> has it as well.</summary>
    public string? Namespace { get; init; }
}
