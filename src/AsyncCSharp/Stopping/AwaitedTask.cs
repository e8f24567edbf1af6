using System.Runtime.CompilerServices;

namespace AsyncCSharp;

/// <summary>The task behind an awaiter.</summary>
internal static class AwaitedTask
{
    /// <summary>
    /// The task, or null where there is none to be seen. The framework's task awaiters are structs whose first field is
    /// the task (dotnet/runtime, TaskAwaiter.cs: "WARNING: Unsafe.As is used to access the ... m_task" relies on it too).
    /// </summary>
    public static Task? Of<TAwaiter>(TAwaiter awaiter)
    {
        Type type = typeof(TAwaiter);
        if (type == typeof(TaskAwaiter) || type == typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter))
        {
            return Unsafe.As<TAwaiter, Task>(ref awaiter);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(TaskAwaiter<>) || definition == typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter)))
        {
            return Unsafe.As<TAwaiter, Task>(ref awaiter);
        }

        return null;
    }
}
