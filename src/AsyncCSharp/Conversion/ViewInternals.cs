using System.Collections.ObjectModel;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Gives a view its members and type names. PowerShell's public way copies each member and enters each object in tables of the process,
/// which takes longer than all else that happens to an object in a pipeline; where its own way is not as expected, the public one is taken.
/// </summary>
internal static class ViewInternals
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    // Made once, of PowerShell's own members; they hold nothing.
    private static readonly Func<int, PSMemberInfoCollection<PSMemberInfo>>? s_create = MakeCreate();
    private static readonly Action<PSObject, PSMemberInfoCollection<PSMemberInfo>>? s_setMembers = MakeSetter<PSMemberInfoCollection<PSMemberInfo>>("InstanceMembers");
    private static readonly Action<PSObject, Collection<string>>? s_setNames = MakeSetter<Collection<string>>("InternalTypeNames");
    private static readonly ConstructorInfo? s_names = s_setNames is null ? null : FindNames();
    private static readonly Action<string>? s_announce = MakeAnnounce();
    private static readonly Action<PSMemberInfo, bool>? s_setHidden = MakeFlag("IsHidden");
    private static readonly Action<PSMemberInfo, bool>? s_setSerialized = MakeFlag("ShouldSerialize");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable =>
        s_create is not null && s_setMembers is not null && s_names is not null && s_announce is not null && s_setHidden is not null && s_setSerialized is not null;

    /// <summary>Takes a member out of the lists of members, and of what other processes are sent. Where there is no way to that, it is shown.</summary>
    public static void Hide(PSMemberInfo member)
    {
        s_setHidden?.Invoke(member, true);
        s_setSerialized?.Invoke(member, false);
    }

    /// <summary>Tells PowerShell that objects may have members of that name of their own, which compiled scripts then look for.</summary>
    public static void Announce(string name) => s_announce?.Invoke(name);

    /// <summary>Type names that many views share; null where PowerShell has no such thing.</summary>
    public static Collection<string>? Share(string[] names) => (Collection<string>?)s_names?.Invoke([names, true]);

    /// <summary>Gives a new view its members, whose names have been announced.</summary>
    public static void SetMembers(PSObject view, PSMemberInfo[] members)
    {
        if (s_create is null || s_setMembers is null || s_announce is null)
        {
            foreach (PSMemberInfo member in members)
            {
                view.Members.Add(member, preValidated: true);
            }

            return;
        }

        PSMemberInfoCollection<PSMemberInfo> collection = s_create(members.Length);
        foreach (PSMemberInfo member in members)
        {
            collection.Add(member, preValidated: true);
        }

        s_setMembers(view, collection);
    }

    /// <summary>Gives a new view its type names.</summary>
    public static void SetNames(PSObject view, ViewType type)
    {
        if (type.Shared is { } shared)
        {
            s_setNames!(view, shared);
            return;
        }

        view.TypeNames.Clear();
        foreach (string name in type.Names)
        {
            view.TypeNames.Add(name);
        }
    }

    private static Func<int, PSMemberInfoCollection<PSMemberInfo>>? MakeCreate()
    {
        Type? type = typeof(PSObject).GetProperty("InstanceMembers", Any)?.PropertyType;
        ConstructorInfo? constructor = type?.GetConstructor(Any, [typeof(int)]);
        ParameterExpression capacity = Expression.Parameter(typeof(int));
        return constructor is null || !typeof(PSMemberInfoCollection<PSMemberInfo>).IsAssignableFrom(type)
            ? null
            : Expression.Lambda<Func<int, PSMemberInfoCollection<PSMemberInfo>>>(Expression.New(constructor, capacity), capacity).Compile();
    }

    private static Action<PSObject, T>? MakeSetter<T>(string name)
    {
        PropertyInfo? property = typeof(PSObject).GetProperty(name, Any);
        if (property?.SetMethod is not { } set || !typeof(T).IsAssignableFrom(property.PropertyType))
        {
            return null;
        }

        ParameterExpression view = Expression.Parameter(typeof(PSObject));
        ParameterExpression value = Expression.Parameter(typeof(T));
        return Expression.Lambda<Action<PSObject, T>>(Expression.Call(view, set, Expression.Convert(value, property.PropertyType)), view, value).Compile();
    }

    private static Action<PSMemberInfo, bool>? MakeFlag(string name) =>
        typeof(PSMemberInfo).GetProperty(name, Any)?.SetMethod?.CreateDelegate<Action<PSMemberInfo, bool>>();

    private static ConstructorInfo? FindNames() =>
        typeof(PSObject).GetProperty("InternalTypeNames", Any)!.PropertyType.GetConstructor(Any, [typeof(IEnumerable<string>), typeof(bool)]);

    private static Action<string>? MakeAnnounce() =>
        typeof(PSObject).Assembly.GetType("System.Management.Automation.Language.PSGetMemberBinder")
            ?.GetMethod("SetHasInstanceMember", Any, [typeof(string)]) is { ReturnType: var type } method && type == typeof(void)
            ? method.CreateDelegate<Action<string>>()
            : null;
}
