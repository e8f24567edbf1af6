using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>What <see cref="CellShell"/> does for a cell that runs. Any thread: what needs the pipeline thread goes there.</summary>
internal interface IShellAccess
{
    /// <summary>One object, or its items.</summary>
    void WriteObject(object? value, bool enumerate);

    /// <summary>As <see cref="WriteObject"/>; the task ends when the pipeline has taken it.</summary>
    Task WriteObjectAsync(object? value, bool enumerate);

    /// <summary>A non-terminating error.</summary>
    void WriteError(ErrorRecord error);

    /// <summary>A non-terminating error of an exception.</summary>
    void WriteError(Exception exception);

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

    /// <summary>The value of a PowerShell variable.</summary>
    object? GetVariable(string name);

    /// <summary>The value of a PowerShell variable, converted.</summary>
    T? GetVariable<T>(string name);

    /// <summary>Sets a PowerShell variable.</summary>
    void SetVariable(string name, object? value);

    /// <summary>The full path of a file.</summary>
    string ResolvePath(string path);

    /// <summary>Runs a script.</summary>
    Collection<PSObject> Invoke(string script, object?[] args);
}
