using System.Management.Automation.Internal;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp.Conversion;

/// <summary>Anything that can be awaited, found at run time: tasks, value tasks, and whatever has the awaitable pattern.</summary>
internal static class Awaitable
{
    /// <summary>Whether C# could await the object, extension methods aside.</summary>
    public static bool Is(object? value) =>
        !ValueKinds.IsPlain(value) && ValueKinds.Of(value!.GetType()).IsAwaitable;

    /// <summary>As <see cref="Is"/>, for a type; found by reflection each time.</summary>
    public static bool IsType(Type type) => typeof(Task).IsAssignableFrom(type) || FindPattern(type) is not null;

    /// <summary>A task with the result as an object; <see cref="AutomationNull.Value"/> where awaiting gives nothing.</summary>
    public static Task<object?> AsTask(object value) => value switch
    {
        Task task => Unwrap(task),
        ValueTask task => Unwrap(task.AsTask()),
        _ when IsValueTask(value.GetType()) => Unwrap((Task)Invoke(value.GetType().GetMethod("AsTask")!, value)!),
        _ => FromPattern(value, FindPattern(value.GetType())!),
    };

    /// <summary>The result of an ended task, or <see cref="AutomationNull.Value"/> where its type has none.</summary>
    public static object? ResultOf(Task task)
    {
        for (Type? type = task.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            {
                // A Task made by an async method without a result is a Task<VoidTaskResult> underneath.
                return type.GetGenericArguments()[0].FullName == "System.Threading.Tasks.VoidTaskResult"
                    ? AutomationNull.Value
                    : type.GetProperty(nameof(Task<object>.Result))!.GetValue(task);
            }
        }

        return AutomationNull.Value;
    }

    private static async Task<object?> Unwrap(Task task)
    {
        await task;
        return ResultOf(task);
    }

    private static bool IsValueTask(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static MethodInfo? FindPattern(Type type)
    {
        if (type.GetMethod("GetAwaiter", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is not { } method)
        {
            return null;
        }

        Type awaiter = method.ReturnType;
        return typeof(INotifyCompletion).IsAssignableFrom(awaiter)
            && awaiter.GetProperty("IsCompleted")?.PropertyType == typeof(bool)
            && awaiter.GetMethod("GetResult", Type.EmptyTypes) is not null
                ? method
                : null;
    }

    private static Task<object?> FromPattern(object value, MethodInfo getAwaiter)
    {
        object awaiter = Invoke(getAwaiter, value)!;
        Type type = getAwaiter.ReturnType;
        MethodInfo getResult = type.GetMethod("GetResult", Type.EmptyTypes)!;
        TaskCompletionSource<object?> source = new();
        if ((bool)type.GetProperty("IsCompleted")!.GetValue(awaiter)!)
        {
            Finish();
        }
        else
        {
            ((INotifyCompletion)awaiter).OnCompleted(Finish);
        }

        return source.Task;

        void Finish()
        {
            try
            {
                object? result = Invoke(getResult, awaiter);
                source.SetResult(getResult.ReturnType == typeof(void) ? AutomationNull.Value : result);
            }
            catch (OperationCanceledException e)
            {
                source.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                source.SetException(e);
            }
        }
    }

    private static object? Invoke(MethodInfo method, object target)
    {
        try
        {
            return method.Invoke(target, null);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
