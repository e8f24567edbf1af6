using System.Collections.Concurrent;
using AsyncCSharp.Calls;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Jobs;

/// <summary>The jobs of a runspace, for as long as they are there. PowerShell asks from any thread.</summary>
internal sealed class CellJobTable
{
    private readonly ConcurrentDictionary<Guid, CellJob> _jobs = new();

    /// <summary>The jobs, in the order in which they were made.</summary>
    public IEnumerable<CellJob> All => _jobs.Values.OrderBy(job => job.Id);

    /// <summary>Starts a job.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="turn">Its place in the session's queue, which is given back where the job cannot be started.</param>
    /// <param name="input">The pipeline objects.</param>
    /// <param name="name">The name of the job; null for one that PowerShell makes.</param>
    public CellJob Start(CellRequest request, GateWaiter turn, IReadOnlyList<object?> input, string? name)
    {
        try
        {
            return Start(new CellJob(request.Code, name, job => new CellJobThread(job, request, turn, input)));
        }
        catch
        {
            // A turn that nobody takes would keep the session from everybody.
            turn.Cancel();
            turn.Leave();
            throw;
        }
    }

    /// <summary>Starts a job that does something else.</summary>
    /// <param name="code">The text.</param>
    /// <param name="name">The name of the job; null for one that PowerShell makes.</param>
    /// <param name="work">Makes what it does.</param>
    /// <param name="location">Where it runs.</param>
    public CellJob Start(string code, string? name, Func<CellJob, IJobWork> work, string location) => Start(new CellJob(code, name, work, location));

    /// <summary>Starts a job of a text in which there is nothing to run.</summary>
    public CellJob StartEmpty(string code, string? name) => Start(new CellJob(code, name));

    /// <summary>The job of that id, or null.</summary>
    public CellJob? Find(Guid id) => _jobs.GetValueOrDefault(id);

    /// <summary>Takes a job out.</summary>
    public void Remove(Guid id) => _jobs.TryRemove(id, out _);

    // A job is in the table until it is removed.
    private CellJob Start(CellJob job)
    {
        _jobs[job.InstanceId] = job;
        job.Disposed += () => Remove(job.InstanceId);
        job.StartJob();
        return job;
    }
}
