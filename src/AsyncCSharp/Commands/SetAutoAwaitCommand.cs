using System.Management.Automation;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Turns AutoAwait on or off, or chooses what runs async cells.</summary>
[Cmdlet(VerbsCommon.Set, "AutoAwait", DefaultParameterSetName = ValueSet)]
[OutputType(typeof(AutoAwaitInfo))]
public sealed class SetAutoAwaitCommand : SessionCommand
{
    private const string ValueSet = "Value";
    private const string NamedSet = "Named";

    /// <summary>On, off, or a runner.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ArgumentCompleter(typeof(RunnerNameCompleter))]
    [AllowNull]
    public object? Value { get; set; }

    /// <summary>On or off.</summary>
    [Parameter(ParameterSetName = NamedSet)]
    public bool Enabled { get; set; }

    /// <summary>The runner.</summary>
    [Parameter(ParameterSetName = NamedSet)]
    [ArgumentCompleter(typeof(RunnerNameCompleter))]
    [AllowNull]
    public object? Runner { get; set; }

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <summary>Writes the new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession session = ResolveSession(Session);
        Set(session);
        if (PassThru)
        {
            WriteObject(new AutoAwaitInfo(session.AutoAwait, session.Runner, session.Name));
        }
    }

    private void Set(CSharpSession session)
    {
        using SessionHold hold = EnterSession(session, session.Name);
        if (ParameterSetName == ValueSet)
        {
            SetValue(session);
        }
        else
        {
            SetNamed(session);
        }
    }

    private void SetValue(CSharpSession session)
    {
        if (RunnerResolver.TryReadSwitch(Value, out bool enabled))
        {
            session.AutoAwait = enabled;
            return;
        }

        RunnerEntry entry = ResolveRunner(session, Value);
        session.SetRunner(entry);
        session.AutoAwait = entry.TurnsOn;
    }

    // Everything is found before anything is set.
    private void SetNamed(CSharpSession session)
    {
        RunnerEntry? entry = MyInvocation.BoundParameters.ContainsKey(nameof(Runner)) ? ResolveRunner(session, Runner) : null;
        if (entry is not null)
        {
            session.SetRunner(entry);
            session.AutoAwait = entry.TurnsOn;
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(Enabled)))
        {
            session.AutoAwait = Enabled;
        }
    }
}
