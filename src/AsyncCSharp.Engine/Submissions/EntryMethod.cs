using System.Reflection;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>Runs the <c>Main</c> of a program, which may be private.</summary>
internal static class EntryMethod
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Calls it on this thread; gives its exit code or its task, or null.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="arguments">What the program was called with.</param>
    public static object? Run(Type type, string[] arguments)
    {
        MethodInfo method = type.GetMethods(Any).First(m => m.Name == "Main" && m.GetParameters().All(p => p.ParameterType == typeof(string[])));
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, method.GetParameters().Length == 0 ? [] : [arguments], null);
    }
}
