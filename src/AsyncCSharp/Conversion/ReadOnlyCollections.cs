using System.Collections;
using System.Collections.ObjectModel;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The framework's collections that only can be read: each stands before one that can be changed. The framework keeps that to itself and to
/// derived classes; where it is not as expected, nothing is found.
/// </summary>
internal static class ReadOnlyCollections
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>The collection behind it, or null.</summary>
    public static object? Behind(object collection)
    {
        Type type = collection.GetType();
        return type.DeclaringType == typeof(ArrayList) ? type.GetField("_list", Hidden)?.GetValue(collection)
            : !type.IsConstructedGenericType ? null
            : type.GetGenericTypeDefinition() == typeof(ReadOnlyCollection<>) ? type.GetProperty("Items", Hidden)?.GetValue(collection)
            : type.GetGenericTypeDefinition() == typeof(ReadOnlyDictionary<,>) ? type.GetProperty("Dictionary", Hidden)?.GetValue(collection)
            : null;
    }
}
