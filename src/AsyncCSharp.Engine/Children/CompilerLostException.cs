namespace AsyncCSharp.Engine.Children;

/// <summary>A compiler in a process of its own has gone, or says nothing.</summary>
/// <param name="message">What there is to say.</param>
/// <param name="isForGood">Whether another one would do no better.</param>
/// <param name="isOfText">Whether the text is what it died of: it would take this process with it.</param>
internal sealed class CompilerLostException(string message, bool isForGood = false, bool isOfText = false) : Exception(message)
{
    /// <summary>Whether another one would do no better.</summary>
    public bool IsForGood => isForGood;

    /// <summary>Whether the text is what it died of.</summary>
    public bool IsOfText => isOfText;
}
