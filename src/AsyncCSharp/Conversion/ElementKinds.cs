using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>Finds the kind of a type. <see cref="ValueKinds"/> keeps the answers.</summary>
internal static class ElementKinds
{
    private static readonly HashSet<Type> s_queues = [typeof(Queue<>), typeof(Stack<>), typeof(ConcurrentQueue<>), typeof(ConcurrentStack<>), typeof(ConcurrentBag<>)];

    /// <summary>The kind of an object.</summary>
    public static ElementKind Of(object? value) =>
        ValueKinds.IsPlain(value) ? ElementKind.None : ValueKinds.Of(value!.GetType()).Elements;

    /// <summary>The kind of a type.</summary>
    public static ElementKind Find(Type type)
    {
        if (type.IsArray)
        {
            return !MayHold(type.GetElementType()!) ? ElementKind.None : type.IsSZArray ? ElementKind.Array : ElementKind.Grid;
        }

        if (typeof(PSObject).IsAssignableFrom(type))
        {
            return ElementKind.Bag;
        }

        // What is not the framework's or PowerShell's own may be lazy, remote or whatever.
        if (!IsOfFramework(type))
        {
            return GroupItems.Is(type) ? ElementKind.Group : DelegateFields.Of(type).Length > 0 ? ElementKind.Holder : ElementKind.None;
        }

        return type.IsAssignableTo(typeof(IDictionary)) ? IsOfObjects(type, typeof(IDictionary<,>)) ? ElementKind.Dictionary : ElementKind.None
            : type.IsAssignableTo(typeof(ArrayList)) ? ElementKind.List
            : type.IsAssignableTo(typeof(IList)) && type.IsGenericType ? IsOfObjects(type, typeof(IList<>)) ? ElementKind.List : ElementKind.None
            : type.IsAssignableTo(typeof(ICollection<object>)) || IsQueue(type) ? ElementKind.Unordered
            : ElementKind.None;
    }

    private static bool IsOfFramework(Type type) => type.Assembly == typeof(PSObject).Assembly || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Whether the object can be a value of the dictionary.</summary>
    public static bool Takes(IDictionary dictionary, object? value) => IsOf(dictionary.GetType(), typeof(IDictionary<,>), type => Takes(type, value));

    /// <summary>Whether the object can be an element of the list.</summary>
    public static bool Takes(IList list, object? value) => IsOf(list.GetType(), typeof(IList<>), type => Takes(type, value));

    private static bool Takes(Type type, object? value) => value is null ? !type.IsValueType : type.IsInstanceOfType(value);

    private static bool IsQueue(Type type) =>
        type == typeof(Queue) || type == typeof(Stack)
        || (type.IsConstructedGenericType && s_queues.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments()[0] == typeof(object));

    private static bool IsOfObjects(Type type, Type definition) => IsOf(type, definition, MayHold);

    // What has no such interface holds objects of any type.
    private static bool IsOf(Type type, Type definition, Func<Type, bool> isMeant) =>
        type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition).ToArray() is not { Length: > 0 } found
        || found.Any(i => isMeant(i.GetGenericArguments()[^1]));

    // A wrapper, a delegate, or a collection in which there may be one.
    private static bool MayHold(Type element) =>
        element == typeof(object) || element.IsInterface || element == typeof(PSObject) || typeof(Delegate).IsAssignableFrom(element) || (element != typeof(string) && typeof(IEnumerable).IsAssignableFrom(element));
}
