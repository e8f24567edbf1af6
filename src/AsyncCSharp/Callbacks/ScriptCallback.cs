using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp;

/// <summary>A script block that C# calls, from whatever thread: it runs on the pipeline thread of its runspace.</summary>
/// <param name="script">The script block.</param>
/// <param name="inner">The delegate that PowerShell made of it, or null.</param>
/// <param name="owner">The runspace that it was made in.</param>
internal sealed class ScriptCallback(ScriptBlock script, Delegate? inner, RunspaceState owner)
{
    /// <summary>The value itself, or, for a delegate made from a script block, one that any thread can call.</summary>
    public static object? Wrap(object? value, RunspaceState owner) =>
        value is Delegate { Target: { } closure } inner && FindScript(closure) is { } script
            ? CallbackDelegate.Make(inner.GetType(), new ScriptCallback(script, inner, owner)) ?? value
            : value;

    /// <summary>Runs it and gives its result as the type that the delegate returns.</summary>
    public T Invoke<T>(object?[] args)
    {
        object? result = Run(args, () => inner is null ? Evaluate(script, args) : InvokeInner(args));
        return result is T value ? value : LanguagePrimitives.ConvertTo<T>(result);
    }

    /// <summary>Has it run, and does not wait for it.</summary>
    public async Task<T> InvokeAsync<T>(object?[] args)
    {
        object? result = await RunAsync(args, () => Evaluate(script, args));
        if (result is Task or ValueTask || (Awaitable.Is(result) && result is not T))
        {
            result = await Awaitable.AsTask(result!);
        }

        return result is T value ? value : LanguagePrimitives.ConvertTo<T>(result);
    }

    /// <summary>As <see cref="InvokeAsync{T}"/>, for a task without a result.</summary>
    public async Task InvokeAsync(object?[] args)
    {
        object? result = await RunAsync(args, () => Evaluate(script, args));
        if (Awaitable.Is(result))
        {
            _ = await Awaitable.AsTask(result!);
        }
    }

    // PowerShell compiles such a delegate from an expression; what it captures is in a class that no reference assembly has.
    private static ScriptBlock? FindScript(object closure) =>
        closure.GetType() is { FullName: "System.Runtime.CompilerServices.Closure" } type
            ? (type.GetField("Constants")?.GetValue(closure) as object[])?.OfType<ScriptBlock>().FirstOrDefault()
            : null;

    private static object? Evaluate(ScriptBlock script, object?[] args)
    {
        List<PSVariable> variables = [new("_", args.Length > 0 ? args[0] : null)];
        Collection<PSObject> output = script.InvokeWithContext(null, variables, args);
        return output.Count switch
        {
            0 => null,
            1 => PSValue.Unwrap(output[0]),
            _ => output.Select(PSValue.Unwrap).ToArray(),
        };
    }

    private object? InvokeInner(object?[] args)
    {
        try
        {
            return inner!.DynamicInvoke(args);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private object? Run(object?[] args, Func<object?> action)
    {
        Task<object?> task = RunAsync(args, action);
        if (!task.IsCompleted)
        {
            task.Wait(CellRun.Current?.Invocation.Token ?? CancellationToken.None);
        }

        return task.GetAwaiter().GetResult();
    }

    private Task<object?> RunAsync(object?[] args, Func<object?> action)
    {
        CellInvocation? invocation = CellRun.Current is { Ended: false } run ? run.Invocation : null;
        if (invocation is { Output.OwnsScripts: true })
        {
            // In a job: a script block of another runspace, which has work of its own, is read anew for this one.
            ScriptBlock copy = ((ScriptBlockAst)script.Ast).GetScriptBlock();
            return Completed(() => invocation.Streams.Ask(_ => Evaluate(copy, args)));
        }

        if (invocation is { Pump.IsCurrentThread: true })
        {
            return Completed(() => invocation.Streams.Ask(_ => action()));
        }

        if (owner.IsCurrent)
        {
            return Completed(action);
        }

        TaskCompletionSource<object?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool posted = owner.Scripts.TryPost(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return posted ? done.Task : throw new InvalidOperationException(Strings.NoPipeline);
    }

    // An exception is the caller's, at once or by the task, as the delegate's type has it.
    private static Task<object?> Completed(Func<object?> action)
    {
        try
        {
            return Task.FromResult(action());
        }
        catch (Exception e)
        {
            return Task.FromException<object?>(e);
        }
    }
}
