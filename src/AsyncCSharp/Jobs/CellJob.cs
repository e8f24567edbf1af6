using System.Management.Automation;
using AsyncCSharp.Jobs;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>A cell that runs as a PowerShell job, on a thread of its own.</summary>
internal sealed class CellJob : Job2
{
    private const string TypeName = "CSharpCell";

    // Null where there is nothing to run.
    private readonly IJobWork? _work;
    private readonly string _location;
    private readonly object _stateLock = new();
    private JobState? _final;

    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="code">The text.</param>
    /// <param name="name">The name of the job; null for one that PowerShell makes.</param>
    /// <param name="work">Makes what it does; null where there is nothing to run: it ends as soon as it is started.</param>
    /// <param name="location">Where it runs.</param>
    public CellJob(string code, string? name, Func<CellJob, IJobWork>? work = null, string location = "localhost")
        : base(code, name)
    {
        PSJobTypeName = TypeName;
        _location = location;
        _work = work?.Invoke(this);
    }

    /// <summary>Raised when the job was removed.</summary>
    public event Action? Disposed;

    public override bool HasMoreData =>
        Output.Count > 0 || Error.Count > 0 || Progress.Count > 0 || Verbose.Count > 0 || Debug.Count > 0 || Warning.Count > 0 || Information.Count > 0;

    public override string Location => _location;

    public override string StatusMessage => string.Empty;

    private bool IsEnded => IsFinal(JobStateInfo.State);

    private JobState? Final
    {
        get
        {
            lock (_stateLock)
            {
                return _final;
            }
        }
    }

    /// <summary>Sets the state; it only goes forward. Any thread.</summary>
    public void Enter(JobState state)
    {
        bool isFinal = IsFinal(state);
        lock (_stateLock)
        {
            if (_final is not null)
            {
                return;
            }

            _final = isFinal ? state : null;
        }

        try
        {
            SetJobState(state);
            if (!isFinal && Final is { } final)
            {
                // The job came to its end meanwhile, and PowerShell takes whatever is said last.
                SetJobState(final);
            }
        }
        catch (ObjectDisposedException)
        {
            // The job was removed before its cell had ended, and nobody asks for its state any more.
        }
    }

    public override void StartJob()
    {
        Enter(JobState.Running);
        if (_work is null)
        {
            Enter(JobState.Completed);
            return;
        }

        _work.Start();
    }

    public override void StartJobAsync()
    {
        StartJob();
        OnStartJobCompleted(new System.ComponentModel.AsyncCompletedEventArgs(null, false, null));
    }

    public override void StopJob()
    {
        RequestStop();
        _ = Finished.WaitOne(Durations.JobStop);
    }

    public override void StopJob(bool force, string reason) => StopJob();

    // Stop-Job waits for the event.
    public override void StopJobAsync()
    {
        RequestStop();
        _ = ThreadPool.RegisterWaitForSingleObject(
            Finished,
            (_, _) => OnStopJobCompleted(new System.ComponentModel.AsyncCompletedEventArgs(null, false, null)),
            null,
            Durations.JobStop,
            executeOnlyOnce: true);
    }

    public override void StopJobAsync(bool force, string reason) => StopJobAsync();

    public override void SuspendJob() => throw NotSupported();

    public override void SuspendJob(bool force, string reason) => throw NotSupported();

    public override void SuspendJobAsync() => throw NotSupported();

    public override void SuspendJobAsync(bool force, string reason) => throw NotSupported();

    public override void ResumeJob() => throw NotSupported();

    public override void ResumeJobAsync() => throw NotSupported();

    public override void UnblockJob() => throw NotSupported();

    public override void UnblockJobAsync() => throw NotSupported();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !IsEnded)
        {
            StopJob();
        }

        base.Dispose(disposing);
        Disposed?.Invoke();
    }

    private static bool IsFinal(JobState state) => state is JobState.Completed or JobState.Failed or JobState.Stopped;

    private static NotSupportedException NotSupported() => new(Strings.JobNotSuspendable);

    private void RequestStop()
    {
        if (IsEnded)
        {
            return;
        }

        Enter(JobState.Stopping);
        _work?.Stop();
    }
}
