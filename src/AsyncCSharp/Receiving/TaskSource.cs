using System.Management.Automation.Internal;

namespace AsyncCSharp.Receiving;

/// <summary>A task, or what has been made one: no item or one.</summary>
internal sealed class TaskSource(Task<object?> task) : ReceivedSource
{
    private object? _result;
    private bool _given;

    public override object? Current => _result;

    public override bool IsStream => false;

    public override async ValueTask<bool> NextAsync()
    {
        if (_given)
        {
            return false;
        }

        _result = await task.ConfigureAwait(false);
        _given = true;
        return _result != AutomationNull.Value;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
