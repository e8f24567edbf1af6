namespace AsyncCSharp.Sessions;

/// <summary>
/// The texts of a session's cells that have declared something, oldest first, for who has to declare the same elsewhere. One a session, which
/// owns it; its cells add to it on the thread that has the session's gate.
/// </summary>
internal sealed class DeclaringTexts
{
    private volatile IReadOnlyList<string> _texts = [];

    /// <summary>All of them. Any thread.</summary>
    public IReadOnlyList<string> All => _texts;

    /// <summary>A cell that declares something is about to run. The same text again counts as the latest.</summary>
    public void Add(string text)
    {
        if (_texts.Count == 0 || _texts[^1] != text)
        {
            _texts = [.. _texts.Where(t => t != text), text];
        }
    }

    /// <summary>Takes over those of another session.</summary>
    public void CopyFrom(DeclaringTexts other) => _texts = other._texts;

    /// <summary>Forgets all of them: the session begins anew.</summary>
    public void Clear() => _texts = [];
}
