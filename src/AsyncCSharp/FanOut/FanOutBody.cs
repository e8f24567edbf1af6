using System.Collections;
using System.Management.Automation.Internal;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.FanOut;

/// <summary>What a fan-out does for one object: the cell, its value, its disposal.</summary>
internal sealed class FanOutBody(CellInvocation invocation, CellCall call, Action<FanOutItem> ended)
{
    /// <summary>How many items of a lazy collection are on their way from another thread.</summary>
    private const int Batch = 64;

    private readonly CellAwaits _awaits = new(invocation, call);

    /// <summary>Runs it under the current synchronization context; the task never fails.</summary>
    public async Task RunAsync(ICompiledCell cell, FanOutItem item)
    {
        try
        {
            _awaits.Begin(cell);
            object? value = await cell.Start(invocation.Session.Globals, keepState: false);
            item.Run.EnterEndFlow();
            value = value is null && !cell.HasValue ? AutomationNull.Value : value;
            if (_awaits.Have(value))
            {
                value = await Awaitable.AsTask(value!);
            }

            await TakeAsync(item, PipelineValue.OfCell(value, cell.ValueNames, call.Await, call.NoEnumerate));
        }
        catch (Exception e)
        {
            item.Failure = e;
        }

        try
        {
            if (item.Run.HasDisposables)
            {
                await item.Run.DisposeAllAsync();
            }
        }
        catch (Exception e) when (item.Failure is null)
        {
            item.Failure = e;
        }
        catch (Exception e)
        {
            invocation.Session.Failures.Report(e);
        }

        item.End();
        ended(item);
    }

    private async Task TakeAsync(FanOutItem item, object? value)
    {
        if (call.NoEnumerate)
        {
            item.Value = value;
        }
        else if (_awaits.StreamTypeOf(value) is { } type)
        {
            await AsyncStream.WriteAsync(invocation, value!, type);
        }
        else if (ValueKinds.IsEnumerable(value) && value is IEnumerable items and not ICollection)
        {
            await WriteAsync(items);
        }
        else
        {
            item.Value = value;
        }
    }

    // A lazy collection runs where its cell does, and never further ahead of the pipeline than a batch.
    private async Task WriteAsync(IEnumerable items)
    {
        List<object?> batch = [];
        Task written = Task.CompletedTask;
        foreach (object? item in items)
        {
            batch.Add(item);
            if (batch.Count >= Batch)
            {
                await written;
            }

            if (written.IsCompleted)
            {
                await written;
                written = SendAsync(batch);
                batch = [];
            }
        }

        await written;
        if (batch.Count > 0)
        {
            await SendAsync(batch);
        }
    }

    private Task SendAsync(List<object?> batch) => invocation.Streams.SendAsync(output =>
    {
        foreach (object? item in batch)
        {
            output.WriteObject(item, enumerate: false);
        }
    });
}
