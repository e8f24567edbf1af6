using AsyncCSharp.Lexing;

namespace AsyncCSharp.Contract;

/// <summary>A name in a text that is being typed.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Role">What it stands for.</param>
internal readonly record struct CodeName(int Start, int Length, TextRole Role);
