using System.Collections.ObjectModel;
using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Cells;

/// <summary>A running cell's way to PowerShell, as <see cref="CellShell"/> offers it.</summary>
internal sealed class ShellAccess(CellInvocation invocation) : IShellAccess
{
    // In a notebook, what is shown in a way of its own goes as that, as the cell's value does.
    private object? Shown(object? value) =>
        invocation.Shown is { } target && value is not null && IRunningCell.Current is { } run ? target.Present(value, run) ?? value : value;

    private readonly CellStreams _streams = invocation.Streams;

    /// <inheritdoc/>
    public void WriteObject(object? value, bool enumerate)
    {
        object? shown = Shown(value);
        _streams.Send(output => output.WriteObject(shown, enumerate));
    }

    /// <inheritdoc/>
    public Task WriteObjectAsync(object? value, bool enumerate)
    {
        object? shown = Shown(value);
        return _streams.SendAsync(output => output.WriteObject(shown, enumerate));
    }

    /// <inheritdoc/>
    public void WriteError(ErrorRecord error) => _streams.Send(output => output.WriteError(error));

    /// <inheritdoc/>
    public void WriteError(Exception exception) => WriteError(Errors.CellFailed(exception, null, isText: false, null));

    /// <inheritdoc/>
    public void WriteWarning(string message) => _streams.Send(output => output.WriteWarning(message));

    /// <inheritdoc/>
    public void WriteVerbose(string message) => _streams.Send(output => output.WriteVerbose(message));

    /// <inheritdoc/>
    public void WriteDebug(string message) => _streams.Send(output => output.WriteDebug(message));

    /// <inheritdoc/>
    public void WriteInformation(object message, string[] tags) => _streams.Send(output => output.WriteInformation(message, tags));

    /// <inheritdoc/>
    public void WriteProgress(ProgressRecord progress) => _streams.Send(output => output.WriteProgress(progress));

    /// <inheritdoc/>
    public object? GetVariable(string name) => Read(value => PSValue.ForCell(value, invocation.Session.Owner), name);

    /// <inheritdoc/>
    public T? GetVariable<T>(string name) => Read(value => PSValue.ConvertOrNull<T>(value, invocation.Session.Owner), name);

    /// <inheritdoc/>
    public void SetVariable(string name, object? value) =>
        _ = _streams.Ask<object?>(
            output =>
            {
                output.Variables.Set(name, PipelineValue.Whole(value));
                return null;
            },
            allowsStandIn: true);

    /// <inheritdoc/>
    public string ResolvePath(string path) => _streams.Ask(
        output =>
        {
            string full = output.Paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? full : throw new ArgumentException(string.Format(null, Strings.NotAFilePath, path), nameof(path));
        },
        allowsStandIn: true);

    /// <inheritdoc/>
    public Collection<PSObject> Invoke(string script, object?[] args) =>
        _streams.Ask(output => NestedScript.Invoke(invocation, output, script, args));

    private T Read<T>(Func<object?, T> convert, string name) => _streams.Ask(
        output =>
        {
            T value = convert(output.Variables.GetValue(name));
            if (EnumTwins.Any && invocation.Pump.IsCurrentThread)
            {
                invocation.Handed.AddRoot(value);
            }

            return value;
        },
        allowsStandIn: true);
}
