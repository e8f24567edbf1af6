using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;
using AsyncCSharp.Text;

namespace AsyncCSharp.Jobs;

/// <summary>The streams of a job, and the runspace for what its cell calls in PowerShell.</summary>
/// <param name="job">The job.</param>
/// <param name="owner">Where its session is.</param>
/// <param name="isVerbose">Whether the user wanted verbose records when the job was started.</param>
/// <param name="location">Where the runspace begins: the folder in which the job was started.</param>
internal sealed class JobOutput(Job2 job, RunspaceSessions owner, bool isVerbose, string? location) : ICellOutput, IDisposable
{
    private readonly Thread _thread = Thread.CurrentThread;
    private Runspace? _runspace;
    private volatile bool _disposed;

    public PSVariableIntrinsics Variables => OpenRunspace().SessionStateProxy.PSVariable;

    public PathIntrinsics Paths => OpenRunspace().SessionStateProxy.Path;

    public bool OwnsScripts => true;

    public bool AllowsStandIn => true;

    public GivenValues Given { get; } = new();

    public bool IsEarlyEnd => false;

    // On the job's own thread, which ends with the job. Any other that asks for the runspace goes on to other work, and is not to keep it.
    public void EnterRunspace()
    {
        Runspace runspace = OpenRunspace();
        if (Thread.CurrentThread == _thread)
        {
            Runspace.DefaultRunspace = runspace;
        }
    }

    // In a runspace where no pipeline runs PowerShell makes one for the script block, whose errors nobody gets.
    public object? InPipeline(Func<object?> code)
    {
        EnterRunspace();
        if (OpenRunspace().RunspaceAvailability != RunspaceAvailability.Available)
        {
            return code();
        }

        object? result = null;
        ExceptionDispatchInfo? failure = null;
        using PowerShell shell = CreateShell();
        shell.Streams.Error.DataAdded += (_, e) => job.Error.Add(shell.Streams.Error[e.Index]);
        _ = shell.AddScript("$args[0].Invoke()").AddArgument(() =>
        {
            try
            {
                result = code();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        _ = shell.Invoke();
        failure?.Throw();
        return result;
    }

    public PowerShell CreateShell()
    {
        EnterRunspace();
        PowerShell shell = PowerShell.Create();
        shell.Runspace = OpenRunspace();
        shell.Streams.Progress.DataAdded += (_, e) => job.Progress.Add(shell.Streams.Progress[e.Index]);
        return shell;
    }

    public ScriptStreams StreamsForScripts(Action<Action> forward)
    {
        ScriptStreams streams = new();
        foreach (ScriptStream stream in Enum.GetValues<ScriptStream>())
        {
            streams.HandOver(stream, record => forward(() => Add(record)));
        }

        return streams;
    }

    public void WriteObject(object? value, bool enumerate)
    {
        if (enumerate && LanguagePrimitives.GetEnumerable(value) is { } items)
        {
            foreach (object? item in items)
            {
                AddObject(item);
            }
        }
        else
        {
            AddObject(value);
        }
    }

    public void WriteError(ErrorRecord error) => job.Error.Add(error);

    public void WriteWarning(string message, string? id = null) => job.Warning.Add(new WarningRecord(id, message));

    public void WriteVerbose(string message) => job.Verbose.Add(new VerboseRecord(message));

    public void Tell(Func<string> message)
    {
        if (isVerbose)
        {
            WriteVerbose(ShownText.Of(message()));
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
        _disposed = true;
        if (Interlocked.Exchange(ref _runspace, null) is { } runspace)
        {
            Runspace.DefaultRunspace = null;
            runspace.Dispose();
        }
    }

    // Made on first use, by whichever thread needs it first: it takes longer than most jobs do.
    private Runspace OpenRunspace()
    {
        if (Volatile.Read(ref _runspace) is { } known)
        {
            return known;
        }

        Runspace made = MakeRunspace();
        Runspace? first = Interlocked.CompareExchange(ref _runspace, made, null);
        if (first is null && !_disposed)
        {
            return made;
        }

        _ = Interlocked.CompareExchange(ref _runspace, null, made);
        made.Dispose();
        return first ?? throw new InvalidOperationException(Strings.CellHasEnded);
    }

    private Runspace MakeRunspace()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(typeof(JobOutput).Assembly.Location)!)!;
        state.ImportPSModule([Path.Combine(folder, "AsyncCSharp.psd1")]);
        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;

        // What it calls of ours is to find the sessions that the job was started in.
        owner.Share(runspace);
        runspace.Open();
        owner.Types.AddRunspace(runspace);
        if (Directory.Exists(location))
        {
            _ = runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(location));
        }

        return runspace;
    }

    private void Add(object record)
    {
        switch (record)
        {
            case ErrorRecord error:
                job.Error.Add(error);
                break;
            case WarningRecord warning:
                job.Warning.Add(warning);
                break;
            case VerboseRecord verbose:
                job.Verbose.Add(verbose);
                break;
            case DebugRecord debug:
                job.Debug.Add(debug);
                break;
            case InformationRecord information:
                job.Information.Add(information);
                break;
        }
    }

    private void AddObject(object? value)
    {
        Given.Add(value);
        job.Output.Add(PipelineValue.Of(value) is { } written ? PSObject.AsPSObject(written) : null);
    }
}
