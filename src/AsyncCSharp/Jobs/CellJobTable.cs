using System.Collections.Concurrent;
using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>
/// The jobs of a runspace, with the list of PowerShell's that each is in, for as long as they are there. PowerShell asks from any thread.
/// </summary>
internal sealed class CellJobTable
{
    private readonly ConcurrentDictionary<Guid, (CellJob Job, JobRepository Repository)> _jobs = new();

    /// <summary>Puts a job into PowerShell's list.</summary>
    public void Add(CellJob job, JobRepository repository)
    {
        _jobs[job.InstanceId] = (job, repository);
        repository.Add(job);
        job.Disposed += () => _jobs.TryRemove(job.InstanceId, out _);
    }

    /// <summary>The job of that id, or null.</summary>
    public CellJob? Find(Guid id) => _jobs.TryGetValue(id, out (CellJob Job, JobRepository Repository) entry) ? entry.Job : null;

    /// <summary>Takes a job out of PowerShell's list.</summary>
    public void Remove(Guid id)
    {
        if (_jobs.TryRemove(id, out (CellJob Job, JobRepository Repository) entry) && entry.Repository.GetJob(id) is not null)
        {
            entry.Repository.Remove(entry.Job);
        }
    }
}
