namespace AsyncCSharp.Contract;

/// <summary>How a text may go on.</summary>
/// <param name="Start">Where what is replaced begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Items">What may stand there, the best first.</param>
internal sealed record CodeCompletions(int Start, int Length, IReadOnlyList<CodeCompletion> Items)
{
    /// <summary>Nothing is known.</summary>
    public static CodeCompletions None(int position) => new(position, 0, []);
}
