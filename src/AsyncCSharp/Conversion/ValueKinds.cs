using System.Collections;
using System.Data;
using System.Runtime.CompilerServices;
using System.Xml;

namespace AsyncCSharp.Conversion;

/// <summary>
/// What the types of values are to a pipeline: awaitable, an asynchronous stream, a collection, something that PowerShell sees by
/// a view, or none of these. Asked for every value, so the answers are kept, for as long as the type itself is there.
/// </summary>
internal sealed class ValueKinds
{
    private static readonly ConditionalWeakTable<Type, ValueKinds> s_kinds = [];

    private readonly Lazy<bool> _itemsMayHaveViews;
    private readonly Lazy<bool> _itemsHaveViews;
    private readonly Lazy<Func<object, TupleNames?, ItemsView>> _items;
    private readonly Lazy<HoldingKind?> _holding;
    private readonly Lazy<NamedMembers?> _named;

    private ValueKinds(Type type)
    {
        _itemsMayHaveViews = new(() => MayHaveViews(type), LazyThreadSafetyMode.PublicationOnly);
        _itemsHaveViews = new(() => HaveViews(type), LazyThreadSafetyMode.PublicationOnly);
        _items = new(() => ItemsView.For(type), LazyThreadSafetyMode.PublicationOnly);
        _holding = new(() => View is null && !IsTakenApart ? HoldingKinds.Find(type) : null, LazyThreadSafetyMode.PublicationOnly);
        _named = new(() => View is null && !IsTakenApart ? NamedMembers.Find(type) : null, LazyThreadSafetyMode.PublicationOnly);
        Elements = ElementKinds.Find(type);
        IsAwaitable = Awaitable.IsType(type);
        Type[] interfaces = type.GetInterfaces();
        StreamType = Array.Find(interfaces, i => IsOf(i, typeof(IAsyncEnumerable<>)));
        IsCollection = Is<ICollection>(type) || Array.Exists(interfaces, i => IsOf(i, typeof(ICollection<>)) || IsOf(i, typeof(IReadOnlyCollection<>)));
        Func<object, object?>? members = DictionaryView.For(type);
        View = Is<IStandIn>(type) ? static value => ((IStandIn)value).Original : members ?? JsonView.For(type) ?? ShellEnums.ViewOf(type);
        IsTakenApart = members is null && ((Is<IEnumerable>(type) && !Is<IDictionary>(type) && !Is<XmlNode>(type)) || Is<IEnumerator>(type) || Is<DataTable>(type));
    }

    /// <summary>Whether C# could await it.</summary>
    public bool IsAwaitable { get; }

    /// <summary>The <see cref="IAsyncEnumerable{T}"/> that it implements, or null.</summary>
    public Type? StreamType { get; }

    /// <summary>Whether PowerShell takes it apart in a pipeline: collections, but no strings and dictionaries.</summary>
    public bool IsTakenApart { get; }

    /// <summary>Whether its items are there already, and are not made as they are read.</summary>
    public bool IsCollection { get; }

    /// <summary>Makes what PowerShell sees in the place of a value; null where that is the value itself.</summary>
    public Func<object, object?>? View { get; }

    /// <summary>What is known of views that values in the properties of an object, or in a dictionary, may have; null for nothing.</summary>
    public HoldingKind? Holding => _holding.Value;

    /// <summary>Those of the type's properties that have tuples with names; null for none.</summary>
    public NamedMembers? NamedMembers => _named.Value;

    /// <summary>Whether items of the collection may have views.</summary>
    public bool ItemsMayHaveViews => _itemsMayHaveViews.Value;

    /// <summary>Whether all items of the collection have views, whatever it holds.</summary>
    public bool ItemsHaveViews => _itemsHaveViews.Value;

    /// <summary>Makes the view of a collection, with the names of its tuples.</summary>
    public Func<object, TupleNames?, ItemsView> Items => _items.Value;

    /// <summary>How a collection is gone through for elements that PowerShell has wrapped.</summary>
    public ElementKind Elements { get; }

    /// <summary>Whether it is none of these.</summary>
    public bool IsWhole => !IsAwaitable && !IsTakenApart && StreamType is null;

    /// <summary>The <see cref="IAsyncEnumerable{T}"/> that the value implements, or null.</summary>
    public static Type? StreamTypeOf(object? value) => IsPlain(value) ? null : Of(value!.GetType()).StreamType;

    /// <summary>Whether PowerShell takes the value apart in a pipeline.</summary>
    public static bool IsEnumerable(object? value) => !IsPlain(value) && Of(value!.GetType()).IsTakenApart;

    /// <summary>Whether the value is written as it is, whatever was asked for: neither awaitable nor to be taken apart.</summary>
    public static bool IsWrittenWhole(object? value) => IsPlain(value) || Of(value!.GetType()).IsWhole;

    /// <summary>Whether a value is none of these, without looking. The usual types first: the question itself costs more.</summary>
    public static bool IsPlain(object? value) => value is null or string or int or long or double or bool || value.GetType().IsPrimitive;

    /// <summary>The answers for a type.</summary>
    public static ValueKinds Of(Type type) => s_kinds.GetValue(type, static t => new ValueKinds(t));

    // Of an item's type that others derive from, nobody knows.
    private static bool MayHaveViews(Type type) => ItemOf(type) is not { } item || !item.IsSealed || HasView(item, always: false);

    private static bool HaveViews(Type type) => ItemOf(type) is { } item && HasView(item, always: true);

    private static bool HasView(Type item, bool always) =>
        !item.IsPrimitive && item != typeof(string) && Of(item) is var kinds && (kinds.View is not null || (kinds.Holding is { } holding && (holding.Always || !always)) || (!always && kinds.NamedMembers is not null));

    private static Type? ItemOf(Type type) => Array.Find(type.GetInterfaces(), i => IsOf(i, typeof(IEnumerable<>)))?.GetGenericArguments()[0];

    private static bool Is<T>(Type type) => typeof(T).IsAssignableFrom(type);

    private static bool IsOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
