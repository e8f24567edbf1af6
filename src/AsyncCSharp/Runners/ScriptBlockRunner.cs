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
        cell.EnterRunspace();

        // In a job, one of another runspace, which has work of its own, is run as a copy.
        Collection<PSObject> output = CellFailure.Unwrapped(cell, () => (ScriptOrigin.IsHere(script) ? script : ScriptOrigin.Copy(script)).Invoke(cell));
        object? value = cell.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

        // PowerShell takes collections apart on their way out of a script block: give the cell's own back whole.
        return output.Count switch
        {
            0 => ValueKinds.IsEnumerable(value) ? value : System.Management.Automation.Internal.AutomationNull.Value,
            1 => ValueKinds.IsEnumerable(value) ? value : PSValue.Unwrap(output[0]),
            _ => ValueKinds.IsEnumerable(value) ? value : output.Select(PSValue.Unwrap).ToArray(),
        };
    }
}
