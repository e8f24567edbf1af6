using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AsyncCSharp;

/// <summary>The streams of a job, and the runspace for what its cell calls in PowerShell.</summary>
/// <param name="job">The job.</param>
/// <param name="owner">Where its session is.</param>
/// <param name="isVerbose">Whether the user wanted verbose records when the job was started.</param>
internal sealed class JobOutput(Job2 job, RunspaceState owner, bool isVerbose) : ICellOutput, IDisposable
{
    private Runspace? _runspace;

    public PSVariableIntrinsics Variables => OpenRunspace().SessionStateProxy.PSVariable;

    public bool OwnsScripts => true;

    public bool AllowsStandIn => true;

    public PowerShell CreateShell()
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = OpenRunspace();
        shell.Streams.Warning.DataAdded += (_, e) => job.Warning.Add(shell.Streams.Warning[e.Index]);
        shell.Streams.Verbose.DataAdded += (_, e) => job.Verbose.Add(shell.Streams.Verbose[e.Index]);
        shell.Streams.Debug.DataAdded += (_, e) => job.Debug.Add(shell.Streams.Debug[e.Index]);
        shell.Streams.Progress.DataAdded += (_, e) => job.Progress.Add(shell.Streams.Progress[e.Index]);
        shell.Streams.Information.DataAdded += (_, e) => job.Information.Add(shell.Streams.Information[e.Index]);
        return shell;
    }

    /// <summary>Makes the runspace, on first use: it takes longer than most jobs do.</summary>
    public Runspace OpenRunspace()
    {
        if (_runspace is null)
        {
            InitialSessionState state = InitialSessionState.CreateDefault2();
            string folder = Path.GetDirectoryName(Path.GetDirectoryName(typeof(JobOutput).Assembly.Location)!)!;
            state.ImportPSModule([Path.Combine(folder, "AsyncCSharp.psd1")]);
            Runspace runspace = RunspaceFactory.CreateRunspace(state);
            runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;

            // What it calls of ours is to find the sessions that the job was started in.
            owner.Share(runspace);
            runspace.Open();
            _runspace = runspace;
            Runspace.DefaultRunspace = runspace;
        }

        return _runspace;
    }

    public void WriteObject(object? value, bool enumerate)
    {
        if (enumerate && LanguagePrimitives.GetEnumerable(value) is { } items)
        {
            foreach (object? item in items)
            {
                Add(item);
            }
        }
        else
        {
            Add(value);
        }
    }

    public void WriteError(ErrorRecord error) => job.Error.Add(error);

    public void WriteWarning(string message, string? id = null) => job.Warning.Add(new WarningRecord(id, message));

    public void WriteVerbose(string message) => job.Verbose.Add(new VerboseRecord(message));

    public void Tell(Func<string> message)
    {
        if (isVerbose)
        {
            WriteVerbose(message());
        }
    }

    public void WriteDebug(string message) => job.Debug.Add(new DebugRecord(message));

    public void WriteInformation(object message, string[] tags)
    {
        InformationRecord record = new(message, job.Name);
        record.Tags.AddRange(tags);
        job.Information.Add(record);
    }

    public void WriteProgress(ProgressRecord progress) => job.Progress.Add(progress);

    /// <summary>Nothing more comes.</summary>
    public void Complete()
    {
        job.Output.Complete();
        job.Error.Complete();
        job.Warning.Complete();
        job.Verbose.Complete();
        job.Debug.Complete();
        job.Information.Complete();
        job.Progress.Complete();
    }

    public void Dispose()
    {
        if (_runspace is not null)
        {
            Runspace.DefaultRunspace = null;
            _runspace.Dispose();
        }
    }

    private void Add(object? value) => job.Output.Add(value is null ? null : PSObject.AsPSObject(value));
}
