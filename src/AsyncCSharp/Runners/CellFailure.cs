using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp.Runners;

/// <summary>What a cell threw, out of what PowerShell has made of it on its way through a runner that is a script.</summary>
internal static class CellFailure
{
    private const string MessageGetter = "get_Message";

    /// <summary>Calls a script, whose wrapped failure of the cell becomes the failure itself.</summary>
    public static T Unwrapped<T>(CellContext cell, Func<T> script)
    {
        try
        {
            return script();
        }
        catch (RuntimeException e) when (In(e, cell) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    private static Exception? In(RuntimeException e, CellContext cell)
    {
        if (FailureOf(cell.Task) is not { } failure)
        {
            return null;
        }

        for (Exception? inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner == failure || (failure is OperationCanceledException && inner is OperationCanceledException))
            {
                return inner;
            }

            if (IsOfMessage(inner, failure))
            {
                return failure;
            }
        }

        return null;
    }

    // The task of a cell that was cancelled has its exception, too, but only a wait gives it.
    private static Exception? FailureOf(Task<object?>? task)
    {
        if (task is not ({ IsFaulted: true } or { IsCanceled: true }))
        {
            return null;
        }

        try
        {
            _ = task.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    // PowerShell puts the message of what a method has thrown into its own. Where the message cannot be had, what its getter throws
    // takes the failure's place.
    private static bool IsOfMessage(Exception e, Exception failure) =>
        new StackTrace(e).GetFrames().Any(f => f.GetMethod() is { Name: MessageGetter, DeclaringType: { } type } && type.IsInstanceOfType(failure));
}
