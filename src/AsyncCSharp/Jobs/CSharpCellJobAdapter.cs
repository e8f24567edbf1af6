using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AsyncCSharp;

/// <summary>
/// The way for PowerShell to remove a job of a cell: <c>Receive-Job -AutoRemoveJob</c> asks who a job is of. PowerShell makes one for each
/// runspace that imports the module.
/// </summary>
/// <remarks>The jobs are in PowerShell's own list, too, which is where all other commands find them: so they are not listed here.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CSharpCellJobAdapter : JobSourceAdapter
{
    private readonly RunspaceState? _state = Runspace.DefaultRunspace is { } runspace ? RunspaceState.For(runspace) : null;

    /// <summary>For PowerShell.</summary>
    public CSharpCellJobAdapter() => Name = nameof(CSharpCellJobAdapter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: <c>Invoke-CSharpCell -AsJob</c> makes jobs.</exception>
    public override Job2 NewJob(JobInvocationInfo specification) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override IList<Job2> GetJobs() => [];

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByName(string name, bool recurse) => [];

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByCommand(string command, bool recurse) => [];

    /// <inheritdoc/>
    public override Job2 GetJobByInstanceId(Guid instanceId, bool recurse) => _state?.Jobs.Find(instanceId)!;

    /// <inheritdoc/>
    public override Job2 GetJobBySessionId(int id, bool recurse) => null!;

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByState(JobState state, bool recurse) => [];

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByFilter(Dictionary<string, object> filter, bool recurse) => [];

    /// <inheritdoc/>
    public override void RemoveJob(Job2 job)
    {
        ArgumentNullException.ThrowIfNull(job);
        _state?.Jobs.Remove(job.InstanceId);
    }
}
