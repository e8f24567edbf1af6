using System.Management.Automation;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Makes a C# session.</summary>
[Cmdlet(VerbsCommon.New, "CSharpSession")]
[OutputType(typeof(CSharpSession))]
public sealed class NewCSharpSessionCommand : AddSessionCommand
{
    /// <summary>The name; one is found without.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Namespaces that cells of the session import.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Using { get; set; } = [];

    /// <summary>What cells of the session refer to: paths or names of assemblies, or packages (<c>nuget: Id, 1.2.3</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Reference { get; set; } = [];

    /// <summary>What runs async cells, as for <c>Set-AutoAwait</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunnerNameCompleter))]
    public object? Runner { get; set; }

    /// <summary>Leaves out the checks that let cells be stopped: for hot code.</summary>
    [Parameter]
    public SwitchParameter NoStopChecks { get; set; }

    /// <summary>The time that each cell may take where its call does not say; 0 for any.</summary>
    [Parameter]
    [ValidateRange(0.0, int.MaxValue / 1000)]
    public double TimeoutSeconds { get; set; }

    /// <summary>Takes the place of a session of that name, which is removed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        Add(Name, Force, new SessionSetup(Using, Reference, !NoStopChecks, TimeoutSeconds, CurrentFolder), Fill);

    private void Fill(SessionHold hold)
    {
        SetRunner(hold.Session);
        if (Reference.Length + Using.Length > 0)
        {
            // Wrong references and namespaces are this command's error, not the first cell's.
            using PackageReport report = new(new CmdletOutput(this));
            _ = Guarded(() => hold.OpenScript(StopToken, report), Name);
            hold.ShowTypes();
        }
    }

    private void SetRunner(CSharpSession session)
    {
        if (Runner is null)
        {
            return;
        }

        if (RunnerResolver.TryReadSwitch(Runner, out bool enabled))
        {
            session.AutoAwait = enabled;
        }
        else
        {
            RunnerEntry entry = ResolveRunner(session, Runner);
            session.SetRunner(entry);
            session.AutoAwait = entry.TurnsOn;
        }
    }
}
