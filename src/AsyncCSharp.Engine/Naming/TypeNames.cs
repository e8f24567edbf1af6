using System.Globalization;
using System.Text;
using AsyncCSharp.Lexing;

namespace AsyncCSharp.Engine.Naming;

/// <summary>Names of types as C# writes them.</summary>
internal static class TypeNames
{
    /// <summary>The name by which a cell can refer to the type; null where it cannot (private, anonymous, a pointer).</summary>
    public static string? InCSharp(Type type)
    {
        StringBuilder name = new();
        return Append(name, type) ? name.ToString() : null;
    }

    /// <summary>As <see cref="InCSharp"/>, for the type of <c>Input</c>, whose elements are dynamic in a view of what C# cannot name.</summary>
    public static string? OfInput(Type type) => type == typeof(IList<object>) || type == typeof(IEnumerable<object>)
        ? InCSharp(type)!.Replace("global::System.@Object", "dynamic", StringComparison.Ordinal)
        : InCSharp(type);

    /// <summary>Whether the type is declared in a cell, so that its name depends on the session.</summary>
    public static bool IsCellType(Type type) => Outermost(type) is var outermost && (IsSubmission(outermost) || IsEmbedded(outermost));

    /// <summary>Whether a name that <see cref="InCSharp"/> gave has a type in it that is declared in a cell.</summary>
    public static bool IsOfSession(string name) => OfSession(name).Any();

    /// <summary>The types declared in cells that a name which <see cref="InCSharp"/> gave begins with or has as arguments: these have no <c>global::</c>.</summary>
    public static IEnumerable<string> OfSession(string name)
    {
        for (int at = name.IndexOf('@'); at >= 0; at = name.IndexOf('@', at + 1))
        {
            if (at == 0 || name[at - 1] is '<' or ',')
            {
                int end = name.AsSpan(at).IndexOfAny(".<>,[");
                yield return end < 0 ? name[(at + 1)..] : name[(at + 1)..(at + end)];
            }
        }
    }

    // Anybody's class may have such a name.
    private static bool IsSubmission(Type type) => type.DeclaringType is null
        && type.Name.StartsWith(SubmissionNames.ClassPrefix, StringComparison.Ordinal)
        && type.Assembly.GetName().Name is { } assembly
        && assembly.StartsWith(SubmissionNames.AssemblyPrefix, StringComparison.Ordinal)
        && !assembly.StartsWith(SubmissionNames.LibraryPrefix, StringComparison.Ordinal);

    // An extension class of a cell that mentions types of earlier ones: see EmbeddedClasses.
    private static bool IsEmbedded(Type type) => type.DeclaringType is null
        && type.Namespace is { } space
        && space.StartsWith(SubmissionNames.ClassPrefix, StringComparison.Ordinal)
        && type.Assembly.GetName().Name is { } assembly
        && assembly.StartsWith(SubmissionNames.AssemblyPrefix, StringComparison.Ordinal)
        && !assembly.StartsWith(SubmissionNames.LibraryPrefix, StringComparison.Ordinal);

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static bool Append(StringBuilder name, Type type)
    {
        if (type.IsArray)
        {
            string ranks = ArraySuffix.Of(type, out Type element);
            bool isNamed = Append(name, element);
            _ = name.Append(ranks);
            return isNamed;
        }

        if (type.IsPointer || type.IsByRef || type.IsByRefLike || type.IsGenericParameter || type == typeof(void))
        {
            return false;
        }

        Type[] arguments = type.GetGenericArguments();
        int used = 0;
        Stack<Type> chain = new();
        for (Type? part = type; part is not null; part = part.DeclaringType)
        {
            chain.Push(part);
        }

        bool first = true;
        foreach (Type part in chain)
        {
            if (first && IsSubmission(part))
            {
                continue;
            }

            if (!(part.IsPublic || part.IsNestedPublic || IsCellType(part)))
            {
                return false;
            }

            bool isWhole = first && part.DeclaringType is null && !IsEmbedded(part);
            _ = name.Append(isWhole ? "global::" : first ? string.Empty : ".");
            first = false;
            if ((isWhole && !AppendNamespace(name, part.Namespace)) || !AppendPart(name, part, arguments, ref used))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AppendNamespace(StringBuilder name, string? space)
    {
        foreach (string part in space?.Split('.') ?? [])
        {
            if (!CSharpName.IsValid(part))
            {
                return false;
            }

            _ = name.Append(CSharpWords.Has(part) ? "@" : string.Empty).Append(part).Append('.');
        }

        return true;
    }

    // Other languages have names that C# has not: T' is one of F#.
    private static bool AppendPart(StringBuilder name, Type part, Type[] arguments, ref int used)
    {
        int tick = part.Name.IndexOf('`', StringComparison.Ordinal);
        string own = tick < 0 ? part.Name : part.Name[..tick];
        int count = 0;
        if (!CSharpName.IsValid(own)
            || (tick >= 0 && !int.TryParse(part.Name.AsSpan(tick + 1), NumberStyles.None, CultureInfo.InvariantCulture, out count))
            || count > arguments.Length - used)
        {
            return false;
        }

        _ = name.Append('@').Append(own);
        for (int i = 0; i < count; i++)
        {
            _ = name.Append(i == 0 ? '<' : ',');
            if (!Append(name, arguments[used++]))
            {
                return false;
            }
        }

        _ = name.Append(count > 0 ? ">" : string.Empty);
        return true;
    }
}
