using AsyncCSharp.Contract;

namespace AsyncCSharp.Editing;

/// <summary>What there is to say below a text while it is typed.</summary>
/// <param name="Called">What is called where the cursor is; null for nothing.</param>
/// <param name="Choices">How the word at the cursor may go on, the best first.</param>
internal sealed record TypingHint(CodeSignatures? Called, IReadOnlyList<TypingChoice> Choices)
{
    /// <summary>Nothing.</summary>
    public static TypingHint Nothing { get; } = new(null, []);
}
