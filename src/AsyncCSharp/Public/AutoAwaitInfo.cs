namespace AsyncCSharp;

/// <summary>The state of AutoAwait in a session.</summary>
public sealed class AutoAwaitInfo
{
    internal AutoAwaitInfo(bool enabled, string runner, string session)
    {
        Enabled = enabled;
        Runner = runner;
        Session = session;
    }

    /// <summary>Whether AutoAwait is on.</summary>
    public bool Enabled { get; }

    /// <summary>The name of the runner.</summary>
    public string Runner { get; }

    /// <summary>The name of the session.</summary>
    public string Session { get; }

    /// <summary>The sentence that IPython's <c>%autoawait</c> says.</summary>
    public override string ToString() => $"AutoAwait is `{(Enabled ? "On" : "Off")}`, and set to use `{Runner}`";
}
