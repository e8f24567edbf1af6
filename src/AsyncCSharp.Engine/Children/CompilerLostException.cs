namespace AsyncCSharp.Engine.Children;

/// <summary>A compiler in a process of its own has gone, or says nothing.</summary>
/// <param name="message">What there is to say.</param>
/// <param name="loss">How it was lost.</param>
/// <param name="hasAnswered">Whether it had answered a question before.</param>
internal sealed class CompilerLostException(string message, CompilerLoss loss, bool hasAnswered = false) : Exception(message)
{
    /// <summary>How it was lost.</summary>
    public CompilerLoss Loss => loss;

    /// <summary>Whether it had answered a question before.</summary>
    public bool HasAnswered => hasAnswered;
}
