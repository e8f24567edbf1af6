using System.Management.Automation;

namespace AsyncCSharp.Machines;

/// <summary>The streams of a job.</summary>
/// <param name="job">The job.</param>
internal sealed class JobSpreadStreams(Job job) : ISpreadStreams
{
    public void WriteObject(object? value) => job.Output.Add(value is null ? null : PSObject.AsPSObject(value));

    public void WriteError(ErrorRecord error) => job.Error.Add(error);

    public void WriteWarning(string message, string? id) => job.Warning.Add(new WarningRecord(id, message));

    public void WriteVerbose(string message) => job.Verbose.Add(new VerboseRecord(message));

    public void WriteDebug(string message) => job.Debug.Add(new DebugRecord(message));

    public void WriteInformation(InformationRecord information) => job.Information.Add(information);

    public void WriteProgress(ProgressRecord progress) => job.Progress.Add(progress);
}
