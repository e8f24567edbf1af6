using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>The task behind an awaiter.</summary>
internal static class AwaitedTask
{
    /// <summary>
    /// The task, or null where there is none to be seen. The framework's task awaiters are structs whose first field is
    /// the task (dotnet/runtime, TaskAwaiter.cs: "WARNING: Unsafe.As is used to access the ... m_task" relies on it too).
    /// An <see cref="UnsafeAccessorAttribute"/> would need the closed type of the awaiter in its signature, which nothing here knows.
    /// </summary>
    public static Task? Of<TAwaiter>(TAwaiter awaiter) => Kind<TAwaiter>.IsTaskAwaiter ? Unsafe.As<TAwaiter, Task>(ref awaiter) : null;

    // Asked once for a type: each await comes here.
    private static class Kind<TAwaiter>
    {
        public static readonly bool IsTaskAwaiter = typeof(TAwaiter) == typeof(TaskAwaiter)
            || typeof(TAwaiter) == typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter)
            || (typeof(TAwaiter).IsGenericType && typeof(TAwaiter).GetGenericTypeDefinition() is var definition
                && (definition == typeof(TaskAwaiter<>) || definition == typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter)));
    }
}
