using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Caches;

/// <summary>
/// Takes the types of unloaded cells out of the process-wide caches of PowerShell and the framework, and out of the variables of the calling
/// runspace, which would keep them (and with them their whole load context) for ever. Best effort by reflection: where a version of PowerShell has
/// no such field, nothing happens, and <see cref="CSharpSession.HeldContexts"/> says what is still there.
/// </summary>
internal static class TypeCaches
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // As many cells as a session keeps (CellCache.Capacity): as many again may be what its caches hold.
    private const int ContextsBetween = 128;

    // The process's: how much code had been loaded when the caches were cleared last.
    private static int s_madeAtLast;

    // Tables with a type, or a pair of types, as key.
    private static readonly (string Type, string Field)[] s_tables =
    [
        ("LanguagePrimitives", "s_converterCache"),
        ("LanguagePrimitives", "s_getEnumerableCache"),
        ("DotNetAdapter", "s_instancePropertyCacheTable"),
        ("DotNetAdapter", "s_staticPropertyCacheTable"),
        ("DotNetAdapter", "s_instanceMethodCacheTable"),
        ("DotNetAdapter", "s_staticMethodCacheTable"),
        ("DotNetAdapter", "s_instanceEventCacheTable"),
        ("DotNetAdapter", "s_staticEventCacheTable"),
        ("DotNetAdapter", "s_typeToTypeNameDictionary"),
        ("PSObject", "s_adapterMapping"),
    ];

    // What type literals in scripts have found: a type for each name.
    private static readonly (string Type, string Field) s_types = ("Language.TypeCache", "s_cache");

    // The script block cache: blocks compiled from text keep their call sites, and these the types they have seen.
    private static readonly FieldInfo? s_scripts = typeof(ScriptBlock).GetField("s_cachedScripts", AnyStatic);

    // The rules of a binder, whatever its call sites forget.
    private static readonly FieldInfo? s_rules = typeof(CallSiteBinder).GetField("Cache", AnyInstance);

    private static readonly Lazy<FieldInfo[]> s_callSites = new(() => FindStatics(typeof(CallSite)));
    private static readonly Lazy<FieldInfo[]> s_binders = new(FindBinders);

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable =>
        s_tables.Append(s_types).All(table => TableOf(table.Type, table.Field) is not null) && s_scripts is not null && s_rules is not null
        && s_callSites.Value.Length > 0 && s_binders.Value.Length > 0 && CallSiteRules.IsAvailable && VariableSites.IsAvailable;

    /// <summary>As <see cref="Clear"/>, on the pool, when so much code was loaded since the last time that it is worth it: cells that nobody can start again go then.</summary>
    public static void ClearWhenDue()
    {
        int last = Volatile.Read(ref s_madeAtLast);
        int made = SessionCodeContext.Made;
        if (made - last >= ContextsBetween && Interlocked.CompareExchange(ref s_madeAtLast, made, last) == last)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Clear(), null);
        }
    }

    /// <summary>Clears. Milliseconds, but the first time. Any thread; variables are those of the runspace that the thread executes in.</summary>
    public static void Clear()
    {
        foreach ((string type, string field) in s_tables)
        {
            Try(() => Remove(TableOf(type, field), static (key, _) => IsCollectible(key)));
        }

        Try(() => Remove(TableOf(s_types.Type, s_types.Field), static (_, found) => found is Type { IsCollectible: true }));

        foreach (FieldInfo field in s_callSites.Value)
        {
            Try(() => CallSiteRules.Forget(field.GetValue(null) as CallSite));
        }

        foreach (FieldInfo field in s_binders.Value)
        {
            Try(() => ResetBinders(field.GetValue(null)));
        }

        Try(() => (s_scripts?.GetValue(null) as IDictionary)?.Clear());
        Try(BinderTables.Clear);
        Try(VariableSites.Forget);
        Try(FrameworkCaches.Clear);
    }

    private static Assembly Engine => typeof(PSObject).Assembly;

    private static IDictionary? TableOf(string type, string field) =>
        Engine.GetType("System.Management.Automation." + type)?.GetField(field, AnyStatic)?.GetValue(null) as IDictionary;

    private static void Remove(IDictionary? table, Func<object, object?, bool> isMeant)
    {
        if (table is null)
        {
            return;
        }

        // PowerShell itself locks these tables by themselves.
        lock (table)
        {
            foreach (object key in table.Keys.Cast<object>().Where(key => isMeant(key, table[key])).ToArray())
            {
                table.Remove(key);
            }
        }
    }

    private static bool IsCollectible(object key) => key is Type type
        ? type.IsCollectible
        : key.GetType().GetFields(AnyInstance).Any(f => f.FieldType == typeof(Type) && f.GetValue(key) is Type { IsCollectible: true });

    private static void ResetBinders(object? value)
    {
        switch (value)
        {
            case CallSiteBinder binder:
                ForgetRules(binder);
                break;
            case IDictionary table:
                lock (table)
                {
                    foreach (object? item in table.Values)
                    {
                        ResetBinders(item);
                    }
                }

                break;
            case IEnumerable items and not string:
                foreach (object? item in items)
                {
                    ResetBinders(item);
                }

                break;
            default:
                break;
        }
    }

    // Another thread may be between finding the table and locking it: a new one takes its place, never null.
    internal static void ForgetRules(CallSiteBinder binder)
    {
        if (s_rules?.GetValue(binder) is { } cache)
        {
            s_rules.SetValue(binder, Activator.CreateInstance(cache.GetType()));
        }
    }

    private static FieldInfo[] FindStatics(Type fieldType) =>
        [.. EngineTypes().SelectMany(t => t.GetFields(AnyStatic)).Where(f => fieldType.IsAssignableFrom(f.FieldType))];

    private static FieldInfo[] FindBinders() =>
        [.. EngineTypes().Where(typeof(CallSiteBinder).IsAssignableFrom).SelectMany(t => t.GetFields(AnyStatic)).Where(f => !f.IsLiteral)];

    private static IEnumerable<Type> EngineTypes()
    {
        try
        {
            return Engine.GetTypes().Where(t => !t.ContainsGenericParameters);
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>().Where(t => !t.ContainsGenericParameters);
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is TargetInvocationException or FieldAccessException or ArgumentException
            or InvalidOperationException or NotSupportedException or MissingMemberException or TypeInitializationException or InvalidCastException)
        {
            // Another version of PowerShell: what stays pinned is reported, and nothing else depends on it.
        }
    }
}
