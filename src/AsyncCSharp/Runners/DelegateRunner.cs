using System.Reflection;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Runners;

/// <summary>A runner given as a delegate that takes the cell.</summary>
internal sealed class DelegateRunner(Delegate function) : ICellRunner
{
    /// <summary>Whether the delegate can be called with a cell.</summary>
    public static bool IsSuitable(Delegate function) =>
        function.Method.GetParameters() is var parameters
        && function.GetType().GetMethod("Invoke")!.GetParameters() is [var parameter]
        && parameters.Length > 0
        && parameter.ParameterType.IsAssignableFrom(typeof(CellContext));

    /// <summary>Whether it calls the same method of the same object.</summary>
    public bool Calls(Delegate other) => function.Equals(other);

    public object? Run(CellContext cell)
    {
        object? value = Call(cell);

        // A runner that returns nothing leaves the value to the cell.
        return function.Method.ReturnType == typeof(void) && cell.Task is { IsCompletedSuccessfully: true } task ? task.Result : value;
    }

    private object? Call(CellContext cell)
    {
        if (CompiledDelegate.ScriptOf(function) is { } script)
        {
            cell.EnterRunspace();
            if (!ScriptOrigin.IsHere(script))
            {
                return new ScriptBlockRunner(script).Run(cell);
            }

            return CellFailure.Unwrapped(cell, () => CallFunction(cell));
        }

        return CallFunction(cell);
    }

    private object? CallFunction(CellContext cell)
    {
        if (function is Func<CellContext, object?> typed)
        {
            return typed(cell);
        }

        try
        {
            return function.DynamicInvoke(cell);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
