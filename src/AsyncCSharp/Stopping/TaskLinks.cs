using System.Reflection;
using System.Threading.Tasks.Sources;

namespace AsyncCSharp.Stopping;

/// <summary>
/// What goes on when a task has ended, and which task a thread executes. The framework keeps both to itself (debuggers read them). Where
/// another version of it has them under other names, nothing is found, and nothing else happens.
/// </summary>
internal static class TaskLinks
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_continuation = typeof(Task).GetField("m_continuationObject", Fields);
    private static readonly FieldInfo?[] s_next =
    [
        Field("System.Threading.Tasks.ContinueWithTaskContinuation", "m_task"),
        Field("System.Threading.Tasks.AwaitTaskContinuation", "m_action"),
    ];

    private static readonly MethodInfo? s_current = typeof(Task).GetProperty("InternalCurrent", BindingFlags.Static | BindingFlags.NonPublic)?.GetMethod;
    private static readonly Func<object?> s_getCurrent = s_current?.CreateDelegate<Func<object?>>() ?? (static () => null);

    /// <summary>Whether the framework's fields were found.</summary>
    public static bool AreKnown => s_continuation is not null && s_next.All(f => f is not null) && s_current is not null;

    /// <summary>The task whose delegate the calling thread executes, or null.</summary>
    public static Task? Current => s_getCurrent() as Task;

    /// <summary>What follows on a task: another task, what is to be called, a list of them; or null.</summary>
    public static object? Continuation(Task task) => task.IsCompleted ? null : s_continuation?.GetValue(task);

    /// <summary>What one of the framework's objects leads to that are neither tasks nor delegates; or null.</summary>
    public static object? Next(object link)
    {
        foreach (FieldInfo? field in s_next)
        {
            if (field is not null && field.DeclaringType!.IsInstanceOfType(link))
            {
                return field.GetValue(link);
            }
        }

        return null;
    }

    /// <summary>The type that the compiler made for the async method of such a task, or null.</summary>
    public static Type? MethodType(Task task) =>
        task.GetType() is { IsGenericType: true } type && type.Name.EndsWith("AsyncStateMachineBox`1", StringComparison.Ordinal)
            ? type.GenericTypeArguments[^1]
            : null;

    /// <summary>The object that the method's caller may await instead of the task, as that of an async iterator; or null.</summary>
    public static object? MethodObject(Task task) =>
        MethodType(task) is { IsValueType: false } ? task.GetType().GetField("StateMachine", Fields)?.GetValue(task) : null;

    /// <summary>What follows on an object that is awaited by itself, as an async iterator is.</summary>
    public static IEnumerable<object> SourceContinuations(object source)
    {
        foreach (FieldInfo field in source.GetType().GetFields(Fields))
        {
            if (field.FieldType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ManualResetValueTaskSourceCore<>)
                && type.GetField("_continuationState", Fields)?.GetValue(field.GetValue(source)) is { } next)
            {
                yield return next;
            }
        }
    }

    private static FieldInfo? Field(string type, string name) => typeof(Task).Assembly.GetType(type)?.GetField(name, Fields);
}
