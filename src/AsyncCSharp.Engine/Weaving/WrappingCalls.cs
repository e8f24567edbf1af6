using Mono.Cecil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Library methods that call back, and that catch what comes out of there and throw it again, or another exception in its
/// place. The runtime keeps the stack of each such throw until the last of them is caught: some hundred of them, one
/// inside the other, are more than a thread has.
/// </summary>
internal static class WrappingCalls
{
    private static readonly Dictionary<string, string[]> s_methods = new(StringComparer.Ordinal)
    {
        ["System.Array"] = ["Sort", "BinarySearch"],
        ["System.MemoryExtensions"] = ["Sort", "BinarySearch"],
        ["System.Collections.Generic.List`1"] = ["Sort", "BinarySearch"],
        ["System.Activator"] = ["CreateInstance"],
        ["System.Delegate"] = ["DynamicInvoke"],
        ["System.Lazy`1"] = ["get_Value"],
        ["System.Type"] = ["InvokeMember"],
        ["System.Reflection.MethodBase"] = ["Invoke"],
        ["System.Reflection.MethodInfo"] = ["Invoke"],
        ["System.Reflection.ConstructorInfo"] = ["Invoke"],
        ["System.Reflection.PropertyInfo"] = ["GetValue", "SetValue"],
    };

    /// <summary>Whether it is one of them.</summary>
    public static bool Contain(MethodReference method) =>
        s_methods.TryGetValue(method.DeclaringType.GetElementType().FullName, out string[]? names) && names.Contains(method.Name);
}
