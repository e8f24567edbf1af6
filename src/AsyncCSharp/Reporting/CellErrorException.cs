using System.Management.Automation;

namespace AsyncCSharp.Reporting;

/// <summary>Carries an error record to the cmdlet, which throws it as its terminating error.</summary>
internal sealed class CellErrorException(ErrorRecord record) : Exception(Errors.MessageOf(record.Exception), record.Exception)
{
    /// <summary>The record.</summary>
    public ErrorRecord Record => record;
}
