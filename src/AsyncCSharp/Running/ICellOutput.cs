using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>Where a cell's streams go: a cmdlet, or a job. Called on the pipeline thread only.</summary>
internal interface ICellOutput
{
    /// <summary>The session state that <c>Shell.GetVariable</c> and <c>Shell.Invoke</c> work in.</summary>
    SessionState SessionState { get; }

    /// <summary>One object, or its items.</summary>
    void WriteObject(object? value, bool enumerate);

    /// <summary>A non-terminating error.</summary>
    void WriteError(ErrorRecord error);

    /// <summary>A warning.</summary>
    void WriteWarning(string message);

    /// <summary>A verbose message.</summary>
    void WriteVerbose(string message);

    /// <summary>A debug message.</summary>
    void WriteDebug(string message);

    /// <summary>An information record.</summary>
    void WriteInformation(object message, string[] tags);

    /// <summary>Progress.</summary>
    void WriteProgress(ProgressRecord progress);
}
