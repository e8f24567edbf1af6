using System.Collections.ObjectModel;
using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Runners;

/// <summary>A runner given as a script block: <c>{ param($Cell) ... $Cell.RunToCompletion() }</c>.</summary>
internal sealed class ScriptBlockRunner(ScriptBlock script) : ICellRunner
{
    public object? Run(CellContext cell)
    {
        Collection<PSObject> output;
        try
        {
            cell.EnterRunspace();

            // In a job, one of another runspace, which has work of its own, is run as a copy.
            output = (ScriptOrigin.IsHere(script) ? script : ScriptOrigin.Copy(script)).Invoke(cell);
        }
        catch (RuntimeException e) when (CellFailure(e, cell) is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            throw;
        }

        object? value = cell.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

        // PowerShell takes collections apart on their way out of a script block: give the cell's own back whole.
        return output.Count switch
        {
            0 => ValueKinds.IsEnumerable(value) ? value : System.Management.Automation.Internal.AutomationNull.Value,
            1 => ValueKinds.IsEnumerable(value) ? value : PSValue.Unwrap(output[0]),
            _ => ValueKinds.IsEnumerable(value) ? value : output.Select(PSValue.Unwrap).ToArray(),
        };
    }

    // What the cell threw, out of PowerShell's wrappers around a method call.
    private static Exception? CellFailure(Exception e, CellContext cell)
    {
        Exception? failure = cell.Task?.Exception?.InnerException;
        for (Exception? inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner == failure || (cell.Task is { IsCanceled: true } && inner is OperationCanceledException))
            {
                return inner;
            }
        }

        return null;
    }
}
