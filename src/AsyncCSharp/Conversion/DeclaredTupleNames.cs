using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The names of the tuples in the type of a variable, a property or a field, which the compiler has put into its metadata: for the tuples in
/// the type one after the other, each before what is in it.
/// </summary>
internal static class DeclaredTupleNames
{
    /// <summary>The names; null where there are none.</summary>
    public static TupleNames? Of(MemberInfo member, Type type)
    {
        if (member.GetCustomAttribute<TupleElementNamesAttribute>() is not { TransformNames: [_, ..] names })
        {
            return null;
        }

        int next = 0;
        try
        {
            return Read(type, [.. names], ref next).Names();
        }
        catch (ArgumentOutOfRangeException)
        {
            // The compiler that made them counts in another way than ours.
            return null;
        }
    }

    private static Part Read(Type type, List<string?> names, ref int next)
    {
        bool isTuple = IsTuple(type);
        string?[]? own = null;
        if (isTuple)
        {
            int count = TupleElements.Of(type).Count();
            own = [.. names.GetRange(next, count)];
            next += count;
        }

        if (type.HasElementType)
        {
            return new Part(type, own, [Read(type.GetElementType()!, names, ref next)]);
        }

        List<Part> parts = [];
        foreach (Type argument in type.GetGenericArguments())
        {
            parts.Add(Read(argument, names, ref next));
        }

        if (isTuple && parts is [.. { Count: TupleElements.Direct }, var rest])
        {
            parts.RemoveAt(TupleElements.Direct);
            parts.AddRange(rest.Parts);
        }

        return new Part(type, own, parts);
    }

    private static bool IsTuple(Type type) => type.IsValueType && type.IsGenericType && typeof(ITuple).IsAssignableFrom(type);

    /// <summary>A type, or one of its arguments, with the names that it has itself.</summary>
    private sealed record Part(Type Type, string?[]? Elements, IReadOnlyList<Part> Parts)
    {
        // As the compiler's own types are read: see ValueTupleNames of the engine.
        public TupleNames? Names()
        {
            if (Elements is not null)
            {
                return Tuple(Elements);
            }

            if (Parts.Count == 0)
            {
                return null;
            }

            if (Type.IsArray || Nullable.GetUnderlyingType(Type) is not null)
            {
                return Type.IsArray ? Sequence(Parts[0].Names(), null) : Parts[0].Names();
            }

            Type definition = Type.GetGenericTypeDefinition();
            if (definition == typeof(KeyValuePair<,>))
            {
                TupleNames? pair = Tuple(TupleNames.PairElements);
                return pair is { Parts: [null, null] } ? null : pair;
            }

            if (TupleNames.IsAnonymous(definition))
            {
                return Members(definition);
            }

            Type[] interfaces = [definition, .. definition.GetInterfaces()];
            return Of(interfaces, typeof(IGrouping<,>)) is [var key, var member] ? Sequence(member.Names(), key.Names())
                : (Of(interfaces, typeof(IEnumerable<>)) ?? Of(interfaces, typeof(IAsyncEnumerable<>)) ?? Of([definition], typeof(Task<>)) ?? Of([definition], typeof(ValueTask<>))) is [var item]
                    ? definition == typeof(Task<>) || definition == typeof(ValueTask<>) ? item.Names() : Sequence(item.Names(), null)
                : null;
        }

        private TupleNames? Members(Type definition)
        {
            Dictionary<string, TupleNames> members = [];
            foreach (PropertyInfo property in definition.GetProperties())
            {
                if (Resolve(property.PropertyType).Names() is { } names)
                {
                    members[property.Name] = names;
                }
            }

            return members.Count == 0 ? null : new TupleNames { Members = members };
        }

        private TupleNames? Tuple(string?[] elements)
        {
            TupleNames?[] parts = [.. Parts.Select(p => p.Names())];
            return Array.Exists(elements, e => e is not null) || Array.Exists(parts, p => p is not null) ? new TupleNames { Elements = elements, Parts = parts } : null;
        }

        private static TupleNames? Sequence(TupleNames? items, TupleNames? key) => items is null && key is null ? null : new TupleNames { Items = items, KeyNames = key };

        // The arguments of an interface, of which there are those of the type.
        private Part[]? Of(Type[] types, Type wanted) =>
            Array.Find(types, t => t.IsGenericType && t.GetGenericTypeDefinition() == wanted) is { } found ? [.. found.GetGenericArguments().Select(Resolve)] : null;

        private Part Resolve(Type open) =>
            open.IsGenericParameter ? Parts[open.GenericParameterPosition] : new Part(open, null, [.. open.GetGenericArguments().Select(Resolve)]);
    }
}
