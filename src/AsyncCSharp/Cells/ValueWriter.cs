using System.Collections;
using System.Data;
using System.Management.Automation;
using System.Management.Automation.Internal;
using AsyncCSharp.Conversion;
using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Puts a cell's value into the pipeline as PowerShell would: collections item by item, strings and dictionaries whole.</summary>
internal static class ValueWriter
{
    /// <summary>Writes the value. The enumerator runs as the cell's own code, what is downstream does not.</summary>
    public static void Write(CellInvocation invocation, object? value, bool noEnumerate)
    {
        if (value == AutomationNull.Value)
        {
            return;
        }

        if (noEnumerate || !ValueKinds.IsEnumerable(value))
        {
            value = WithView(value);
            invocation.Streams.Send(output => output.WriteObject(value, enumerate: false));
            return;
        }

        switch (value)
        {
            case Array or ArrayList:
                invocation.Streams.Send(output => output.WriteObject(value, enumerate: true));
                break;
            case DataTable table:
                WriteItems(invocation, table.Rows);
                break;
            case IEnumerable items:
                // First, as LINQ's iterators are enumerators too, which want to be asked for.
                WriteItems(invocation, items);
                break;
            default:
                WriteItems(invocation, (IEnumerator)value!);
                break;
        }
    }

    // PowerShell's formatter reads every property, and Result of a value task blocks the prompt. Views are found by exact
    // names, and each ValueTask<T> has another: so it is given one that has a view.
    private static object? WithView(object? value)
    {
        if (value?.GetType() is not { IsGenericType: true } type || type.GetGenericTypeDefinition() != typeof(ValueTask<>))
        {
            return value;
        }

        PSObject wrapped = new(value);
        wrapped.TypeNames.Insert(0, "AsyncCSharp.ValueTask");
        return wrapped;
    }

    private static void WriteItems(CellInvocation invocation, IEnumerable items)
    {
        IEnumerator enumerator = items.GetEnumerator();
        try
        {
            WriteItems(invocation, enumerator);
        }
        finally
        {
            (enumerator as IDisposable)?.Dispose();
        }
    }

    private static void WriteItems(CellInvocation invocation, IEnumerator enumerator)
    {
        object? item = null;
        Action<ICellOutput> write = output => output.WriteObject(item, enumerate: false);
        while (enumerator.MoveNext())
        {
            StopChecks.ThrowIfStopped(invocation.Stop);
            item = enumerator.Current;
            invocation.Streams.Send(write);
        }
    }
}
