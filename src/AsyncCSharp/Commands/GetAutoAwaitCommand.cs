using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>Says whether AutoAwait is on, and what runs async cells.</summary>
[Cmdlet(VerbsCommon.Get, "AutoAwait")]
[OutputType(typeof(AutoAwaitInfo))]
public sealed class GetAutoAwaitCommand : SessionCommand
{
    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession session = ResolveSession(Session);
        WriteObject(new AutoAwaitInfo(session.AutoAwait, session.Runner, session.Name));
    }
}
