using System.Collections.ObjectModel;
using System.Management.Automation;
using AsyncCSharp.Stopping;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>
/// <c>Shell</c> in a cell: PowerShell's streams, variables and commands. Every member may be called from any thread; what
/// needs the pipeline thread is taken there, in order.
/// </summary>
/// <remarks>
/// What bounds the memory of the <c>Write</c> members, and of what a cell writes to the console: on the pipeline thread a
/// write returns when PowerShell has taken it. What other threads write waits for the pipeline thread. As soon as a thousand
/// writes wait and the pipeline is busy downstream, the writing thread is held back until there is room, but for half a second
/// at most, so that a command downstream may wait for the thread. While the cell's own code has the pipeline thread, nobody is
/// held back, as that code may be waiting for the writer (<c>Parallel.For</c>): there the memory is bounded by what the cell
/// writes until it awaits or ends. <see cref="WriteObjectAsync"/> waits for each object.
/// </remarks>
public sealed class CellShell
{
    private readonly ISessionScope _session;

    internal CellShell(ISessionScope session) => _session = session;

    private IShellAccess Access => (StoppableRun.Current ?? _session.CurrentRun) is IRunningCell { Ended: false } run
        ? run.Shell
        : throw new InvalidOperationException(Strings.CellHasEnded);

    /// <summary>Writes an object to the pipeline, at once, before the cell's value.</summary>
    /// <remarks>
    /// On the pipeline thread it returns when the pipeline has taken the object. On another thread it returns at once, as long as
    /// fewer than a thousand writes wait or the cell's own code has the pipeline thread; else it waits for room, half a second at
    /// most.
    /// </remarks>
    /// <param name="value">The object.</param>
    /// <param name="enumerate">Whether to write the items of a collection instead of the collection.</param>
    /// <exception cref="InvalidOperationException">The cell has ended.</exception>
    public void WriteObject(object? value, bool enumerate = false) =>
        Access.WriteObject(value, enumerate);

    /// <summary>As <see cref="WriteObject"/>; the task ends when the pipeline has taken the object, which holds back a fast producer.</summary>
    /// <param name="value">The object.</param>
    /// <param name="enumerate">Whether to write the items of a collection instead of the collection.</param>
    public Task WriteObjectAsync(object? value, bool enumerate = false) =>
        Access.WriteObjectAsync(value, enumerate);

    /// <summary>Writes a non-terminating error.</summary>
    /// <param name="message">The message.</param>
    public void WriteError(string message) => WriteError(new InvalidOperationException(message));

    /// <summary>Writes a non-terminating error.</summary>
    /// <param name="exception">The exception to show.</param>
    public void WriteError(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Access.WriteError(exception);
    }

    /// <summary>Writes a non-terminating error.</summary>
    /// <param name="error">The error.</param>
    public void WriteError(ErrorRecord error) => Access.WriteError(error);

    /// <summary>Writes a warning.</summary>
    /// <param name="message">The text.</param>
    public void WriteWarning(string message) => Access.WriteWarning(message);

    /// <summary>Writes a verbose message.</summary>
    /// <param name="message">The text.</param>
    public void WriteVerbose(string message) => Access.WriteVerbose(message);

    /// <summary>Writes a debug message.</summary>
    /// <param name="message">The text.</param>
    public void WriteDebug(string message) => Access.WriteDebug(message);

    /// <summary>Writes an information record.</summary>
    /// <param name="message">The message, of any type.</param>
    /// <param name="tags">Tags to filter by.</param>
    public void WriteInformation(object message, params string[] tags) =>
        Access.WriteInformation(message, tags);

    /// <summary>Shows progress.</summary>
    /// <param name="progress">What to show.</param>
    public void WriteProgress(ProgressRecord progress) => Access.WriteProgress(progress);

    /// <summary>Shows progress.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="status">How far it is, in words.</param>
    /// <param name="percent">Percent, 0 to 100; -1 for none.</param>
    public void WriteProgress(string activity, string status, int percent = -1) =>
        WriteProgress(new ProgressRecord(0, activity, string.IsNullOrEmpty(status) ? " " : status) { PercentComplete = percent });

    /// <summary>Reads a PowerShell variable of the caller's scope.</summary>
    /// <param name="name">The name, without <c>$</c>; may have a scope or drive (<c>env:PATH</c>).</param>
    /// <returns>The value, or null where there is none.</returns>
    public object? GetVariable(string name) =>
        Access.GetVariable(name);

    /// <summary>Reads a PowerShell variable of the caller's scope, converted as PowerShell converts.</summary>
    /// <typeparam name="T">The type wanted.</typeparam>
    /// <param name="name">The name, without <c>$</c>.</param>
    /// <returns>The value, or null where there is none or it is <c>$null</c>.</returns>
    /// <exception cref="PSInvalidCastException">The value does not convert; nothing, where the type has no null.</exception>
    public T GetVariable<T>(string name) =>
        Access.GetVariable<T>(name)!;

    /// <summary>
    /// The full path of a file or folder, from the caller's location. The methods of .NET take a relative path from the folder of the
    /// process, which is where PowerShell was started.
    /// </summary>
    /// <param name="path">A path of PowerShell to something in the file system, which need not be there; may have a drive or <c>~</c>.</param>
    /// <exception cref="ArgumentException">The path is one of another provider, such as the registry.</exception>
    public string ResolvePath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Access.ResolvePath(path);
    }

    /// <summary>
    /// Makes a delegate of a script block, for any thread to call: it runs on the pipeline thread. A delegate that returns
    /// a task does not block its caller.
    /// </summary>
    /// <typeparam name="TDelegate">The delegate's type, such as <c>Func&lt;int, Task&lt;string&gt;&gt;</c>.</typeparam>
    /// <param name="script">The script block.</param>
    /// <exception cref="ArgumentException">The type has parameters that go by reference.</exception>
    public TDelegate Callback<TDelegate>(ScriptBlock script)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(script);
        return (TDelegate?)_session.MakeCallback(typeof(TDelegate), script)
            ?? throw new ArgumentException(string.Format(null, Strings.NoCallback, TypeDisplay.Of(typeof(TDelegate))), nameof(script));
    }

    /// <summary>Sets a PowerShell variable in the caller's scope.</summary>
    /// <param name="name">The name, without <c>$</c>.</param>
    /// <param name="value">The value.</param>
    public void SetVariable(string name, object? value) => Access.SetVariable(name, value);

    /// <summary>
    /// Runs PowerShell code in the caller's runspace and gives what it writes. Errors that its commands write go to the cell's error
    /// stream. What ends a statement (<c>throw</c>, a command that is not found, a method that throws, <c>-ErrorAction Stop</c>) is an
    /// exception, and the rest of the script does not run, as in a <c>try</c> of PowerShell's.
    /// </summary>
    /// <remarks>
    /// The exception is the one that a <c>catch</c> in PowerShell finds by its type: that of <c>throw [FormatException]::new()</c> or of a
    /// method itself, <see cref="DivideByZeroException"/> for <c>1/0</c>. PowerShell's record of it is <c>Data["ErrorRecord"]</c>.
    /// </remarks>
    /// <param name="script">The script.</param>
    /// <param name="args">What the script sees as <c>$args</c>.</param>
    /// <exception cref="RuntimeException">An error that PowerShell has no other exception for.</exception>
    public Collection<PSObject> Invoke(string script, params object?[] args) => Access.Invoke(script, args);
}
