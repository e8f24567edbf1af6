using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Conversion;
using AsyncCSharp.Jobs;
using AsyncCSharp.Sessions;

namespace AsyncCSharp;

/// <summary>
/// Where PowerShell finds the jobs of cells: <c>Get-Job</c> and all other commands ask it, and <c>Remove-Job</c> takes them out of it.
/// PowerShell makes one for each runspace that imports the module.
/// </summary>
/// <remarks>The jobs are not in PowerShell's own list: by instance id, it would find each of them twice.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CSharpCellJobAdapter : JobSourceAdapter
{
    // Its state is looked for when somebody asks for jobs, and not in the import.
    private readonly Runspace? _runspace = Runspace.DefaultRunspace;

    /// <summary>For PowerShell.</summary>
    public CSharpCellJobAdapter() => Name = nameof(CSharpCellJobAdapter);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: <c>Invoke-CSharpCell -AsJob</c> makes jobs.</exception>
    public override Job2 NewJob(JobInvocationInfo specification) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override IList<Job2> GetJobs() => Where(_ => true);

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByName(string name, bool recurse) => Where(job => Matches(name, job.Name));

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByCommand(string command, bool recurse) => Where(job => Matches(command, job.Command));

    /// <inheritdoc/>
    public override Job2 GetJobByInstanceId(Guid instanceId, bool recurse) => Jobs?.Find(instanceId)!;

    /// <inheritdoc/>
    public override Job2 GetJobBySessionId(int id, bool recurse) => Where(job => job.Id == id).FirstOrDefault()!;

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByState(JobState state, bool recurse) => Where(job => job.JobStateInfo.State == state);

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByFilter(Dictionary<string, object> filter, bool recurse)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Where(job => filter.All(wanted => PSObject.AsPSObject(job).Properties[wanted.Key] is { } property
            && Matches(Convert.ToString(PSValue.Unwrap(wanted.Value), null), Convert.ToString(property.Value, null))));
    }

    /// <inheritdoc/>
    public override void RemoveJob(Job2 job)
    {
        ArgumentNullException.ThrowIfNull(job);
        Jobs?.Remove(job.InstanceId);
    }

    private CellJobTable? Jobs => _runspace is { } runspace ? RunspaceSessions.For(runspace).Of<CellJobTable>() : null;

    private static bool Matches(string? pattern, string? text) => WildcardPattern.Get(pattern ?? string.Empty, WildcardOptions.IgnoreCase).IsMatch(text ?? string.Empty);

    private List<Job2> Where(Func<CellJob, bool> isWanted) => [.. Jobs?.All.Where(isWanted) ?? []];
}
