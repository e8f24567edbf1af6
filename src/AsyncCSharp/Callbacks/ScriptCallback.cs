using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Callbacks;

/// <summary>A script block that C# calls, from whatever thread: it runs on the pipeline thread of its runspace, or of the job that calls it.</summary>
/// <param name="script">The script block.</param>
/// <param name="inner">The delegate that PowerShell made of it, or null.</param>
/// <param name="owner">The state of the runspace that it was handed over in.</param>
internal sealed class ScriptCallback(ScriptBlock script, Delegate? inner, ScriptDispatcher owner) : IScriptDelegate
{
    private readonly ScriptCopies _copies = new(script);

    /// <summary>The script block.</summary>
    public ScriptBlock Script => script;

    /// <summary>The delegate that PowerShell made of it, or null.</summary>
    public Delegate? Inner => inner;

    /// <summary>The value itself, or, for a delegate made from a script block, one that any thread can call.</summary>
    public static object? Wrap(object? value, ScriptDispatcher owner)
    {
        if (value is not Delegate function)
        {
            return value;
        }

        Delegate[] parts = function.GetInvocationList();
        return parts.Length == 1 ? WrapOne(function, owner) : Delegate.Combine([.. parts.Select(part => WrapOne(part, owner))]);
    }

    /// <summary>What stands behind a delegate that <see cref="CallbackDelegate"/> has made; null for any other.</summary>
    public static ScriptCallback? Of(Delegate function) => CompiledDelegate.Constant<ScriptCallback>(function);

    /// <summary>Runs it and gives its result as the type that the delegate returns.</summary>
    public T Invoke<T>(object?[] args)
    {
        object? result = Run(args, inner is null ? null : () => InvokeInner(args));
        return PSValue.ConvertTo<T>(result, owner);
    }

    /// <summary>Has it run, and does not wait for it.</summary>
    public async Task<T> InvokeAsync<T>(object?[] args)
    {
        object? result = await RunAsync(args, null, asker: null);
        if (result is Task or ValueTask || (Awaitable.Is(result) && result is not T))
        {
            result = await Awaitable.AsTask(result!);
        }

        return PSValue.ConvertTo<T>(result, owner);
    }

    /// <summary>As <see cref="InvokeAsync{T}"/>, for a task without a result.</summary>
    public async Task InvokeAsync(object?[] args)
    {
        object? result = await RunAsync(args, null, asker: null);
        if (Awaitable.Is(result))
        {
            _ = await Awaitable.AsTask(result!);
        }
    }

    private static Delegate WrapOne(Delegate function, ScriptDispatcher owner) =>
        CompiledDelegate.ScriptOf(function) is not { } script ? function
        : EnumTypes.ForCell(function.GetType()) is { } type ? Make(type, script, function, owner)
        : owner.WrapperOf(function, function => Make(function.GetType(), script, function, owner));

    private static Delegate Make(Type type, ScriptBlock script, Delegate function, ScriptDispatcher owner) =>
        CallbackDelegate.Make(type, new ScriptCallback(script, function, owner)) ?? function;

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

    private object? Run(object?[] args, Func<object?>? atHome)
    {
        StopScope? asker = StoppableRun.Current?.Stop;
        Task<object?> task = RunAsync(args, atHome, asker);
        if (!task.IsCompleted)
        {
            // Not Wait, which throws what the script block has thrown in an AggregateException.
            _ = Task.WaitAny([task], asker?.Token ?? CancellationToken.None);
        }

        return task.GetAwaiter().GetResult();
    }

    // What is at hand in the runspace that the script block is bound to is no use in another.
    private Task<object?> RunAsync(object?[] args, Func<object?>? atHome, StopScope? asker)
    {
        for (int i = 0; i < args.Length; i++)
        {
            args[i] = PipelineValue.Whole(args[i]);
        }

        if (StoppableRun.Current is ICallingCell { Ended: false, IsInRunspace: true } cell)
        {
            return Completed(() => cell.AskInRunspace(() => RunHere(args, atHome)));
        }

        if (owner.IsCurrent)
        {
            return Completed(() => RunHere(args, atHome));
        }

        ScriptRequest request = new(() => RunHere(args, atHome), asker);
        return owner.TryPost(ScriptOrigin.RunspaceOf(script), request) ? request.Answer : throw new InvalidOperationException(Strings.NoPipeline);
    }

    // Called on a thread that executes in a runspace.
    private object? RunHere(object?[] args, Func<object?>? atHome) => ScriptFailure.Run(() =>
        !ScriptOrigin.IsHere(script) ? Evaluate(_copies.ForThisRunspace(), args)
        : atHome is null ? Evaluate(script, args)
        : atHome());

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
