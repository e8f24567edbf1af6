using System.Management.Automation;

namespace AsyncCSharp.Machines;

/// <summary>The streams that what machines give goes to. On the thread of the call.</summary>
internal interface ISpreadStreams
{
    void WriteObject(object? value);

    void WriteError(ErrorRecord error);

    void WriteWarning(string message, string? id);

    void WriteVerbose(string message);

    void WriteDebug(string message);

    void WriteInformation(InformationRecord information);

    void WriteProgress(ProgressRecord progress);
}
