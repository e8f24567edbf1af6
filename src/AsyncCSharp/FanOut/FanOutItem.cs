using System.Management.Automation;
using System.Management.Automation.Internal;
using AsyncCSharp.Cells;
using AsyncCSharp.Conversion;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.FanOut;

/// <summary>One object of a fan-out, and what its cell has come to.</summary>
internal sealed class FanOutItem(CellRun run, long number)
{
    private static readonly Action<ICellOutput, object?> s_writeWhole = static (output, value) => output.WriteObject(value, enumerate: false);
    private static readonly Action<ICellOutput, object?> s_writeItems = static (output, value) => output.WriteObject(value, enumerate: true);

    private volatile bool _hasEnded;

    /// <summary>The run of the cell.</summary>
    public CellRun Run => run;

    /// <summary>How many objects came before it.</summary>
    public long Number => number;

    /// <summary>What is to be written when its turn comes; <see cref="AutomationNull.Value"/> for nothing.</summary>
    public object? Value { get; set; } = AutomationNull.Value;

    /// <summary>What the cell threw, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether the cell has ended, with a value or a failure.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Says that the cell has ended.</summary>
    public void End()
    {
        run.End();
        _hasEnded = true;
    }

    /// <summary>Pipeline thread: writes what the cell has come to.</summary>
    public void WriteTo(CellStreams streams, bool noEnumerate)
    {
        if (Value != AutomationNull.Value)
        {
            streams.Write(!noEnumerate && ValueKinds.IsEnumerable(Value) ? s_writeItems : s_writeWhole, Value);
        }

        if (Failure is { } failure && run.Invocation.Cause != StopCause.Exit)
        {
            run.Invocation.Record?.NoteFailure();
            ErrorRecord record = Errors.CellFailed(failure, run.Input, isText: false, run.Invocation.Session.Sources);
            streams.Write(output => output.WriteError(record));
        }
    }
}
