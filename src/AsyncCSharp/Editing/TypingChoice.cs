using AsyncCSharp.Contract;

namespace AsyncCSharp.Editing;

/// <summary>One way in which a text may go on.</summary>
/// <param name="Shown">What a list shows.</param>
/// <param name="Note">Its signature and documentation; empty where it was not asked for.</param>
/// <param name="Edit">What is done to the text when it is chosen.</param>
internal sealed record TypingChoice(string Shown, CodeNote Note, TextEdit Edit);
