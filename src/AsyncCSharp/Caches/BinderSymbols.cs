using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Caches;

/// <summary>Tells which of the C# runtime binder's symbols, types and keys are of code that is over. One thread at a time.</summary>
internal sealed class BinderSymbols
{
    private readonly BinderMembers _members;
    private readonly Type _symbol;
    private readonly Type _type;
    private readonly Type _runtimeBinder;
    private readonly Func<object, object?> _parent;
    private readonly Func<object, object?> _element;

    // The parts of an object that decide, by its class.
    private readonly Dictionary<Type, Func<object, object?>[]> _parts = [];
    private readonly Dictionary<object, bool> _known = new(ReferenceEqualityComparer.Instance);

    public BinderSymbols(BinderMembers members)
    {
        _members = members;
        _symbol = members.TypeOf("Semantics.Symbol");
        _parent = members.Getter("Semantics.Symbol", "parent");
        _type = members.TypeOf("Semantics.CType");
        _element = members.Getter("Semantics.CType", "BaseOrParameterOrElementType");
        Decide("Semantics.AggregateSymbol", "AssociatedSystemType");
        Decide("Semantics.AggregateType", "OwningAggregate", "OuterType", "TypeArgsAll");
        Decide("Semantics.TypeParameterType", "Symbol");
        Decide("Semantics.TypeArray", "Items");
        Decide("Semantics.ExpressionBinder", "Context");
        _runtimeBinder = members.TypeOf("RuntimeBinder");
    }

    /// <summary>Forgets what was found: more may be over when it is asked again, and what is kept here would live on.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Whether an object of the binder's is of code that is over, or made of what is.</summary>
    public bool IsOver(object? item)
    {
        if (item is null or string)
        {
            return false;
        }

        // Keys are structures, and boxed anew each time.
        if (item.GetType().IsValueType)
        {
            return Find(item);
        }

        if (!_known.TryGetValue(item, out bool isOver))
        {
            _known[item] = isOver = Find(item);
        }

        return isOver;
    }

    private bool Find(object item) => item switch
    {
        Type type => IsOver(type),
        Assembly assembly => IsOver(assembly),
        ITuple pair => IsOver(pair[0]) || IsOver(pair[1]),
        Array items => items.Cast<object?>().Any(IsOver),
        _ => Array.Exists(PartsOf(item.GetType()), part => IsOver(part(item))),
    };

    private static bool IsOver(Type type) =>
        type.IsCollectible
        && (IsOver(type.Assembly)
            || (type.HasElementType ? IsOver(type.GetElementType()!) : type.IsGenericType && Array.Exists(type.GetGenericArguments(), IsOver)));

    private static bool IsOver(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) is SessionCodeContext { IsOver: true };

    private void Decide(string type, params string[] parts) => _parts[_members.TypeOf(type)] = Array.ConvertAll(parts, part => _members.Getter(type, part));

    private Func<object, object?>[] PartsOf(Type type)
    {
        if (!_parts.TryGetValue(type, out Func<object, object?>[]? parts))
        {
            _parts[type] = parts = FindParts(type);
        }

        return parts;
    }

    // Of a binder the types that it was made with, the one that it stands in among them; of a key all that is in it.
    private Func<object, object?>[] FindParts(Type type) =>
        _symbol.IsAssignableFrom(type) ? [_parent]
        : _type.IsAssignableFrom(type) ? [_element]
        : typeof(CallSiteBinder).IsAssignableFrom(type) ? Getters(type, f => f.FieldType == typeof(Type) || f.FieldType == typeof(Type[]) || f.FieldType == _runtimeBinder)
        : _members.Have(type) && type.IsValueType ? Getters(type, static f => !f.FieldType.IsPrimitive)
        : [];

    private static Func<object, object?>[] Getters(Type type, Func<FieldInfo, bool> isMeant)
    {
        List<Func<object, object?>> getters = [];
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            getters.AddRange(level.GetFields(BinderMembers.Any).Where(f => !f.IsStatic && isMeant(f)).Select(f => (Func<object, object?>)f.GetValue));
        }

        return [.. getters];
    }
}
