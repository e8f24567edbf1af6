using System.Collections.Concurrent;

namespace AsyncCSharp.Jobs;

/// <summary>The jobs of a runspace, for as long as they are there. PowerShell asks from any thread.</summary>
internal sealed class CellJobTable
{
    private readonly ConcurrentDictionary<Guid, CellJob> _jobs = new();

    /// <summary>The jobs, in the order in which they were made.</summary>
    public IEnumerable<CellJob> All => _jobs.Values.OrderBy(job => job.Id);

    /// <summary>Adds a job, until it is removed.</summary>
    public void Add(CellJob job)
    {
        _jobs[job.InstanceId] = job;
        job.Disposed += () => Remove(job.InstanceId);
    }

    /// <summary>The job of that id, or null.</summary>
    public CellJob? Find(Guid id) => _jobs.GetValueOrDefault(id);

    /// <summary>Takes a job out.</summary>
    public void Remove(Guid id) => _jobs.TryRemove(id, out _);
}
