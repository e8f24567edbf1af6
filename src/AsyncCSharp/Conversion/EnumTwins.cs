using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The twins that cells are compiled with in the place of PowerShell's enumerations. Those that are declared alike, one after the other, have
/// one twin: a script that runs again declares its enumeration anew, and cells are found as they were compiled.
/// </summary>
internal static class EnumTwins
{
    /// <summary>How the assemblies of twins are called.</summary>
    public const string AssemblyPrefix = "PowerShell enum ";

    // The types' own: an entry goes with its type.
    private static readonly ConditionalWeakTable<Type, Type> s_twins = [];
    private static readonly ConditionalWeakTable<Type, StrongBox<Type>> s_originals = [];

    // The process's, as PowerShell's types are, and its own lock: of each name the latest. A twin goes when no session and no enumeration
    // has it any more.
    private static readonly Dictionary<string, Latest> s_latest = new(StringComparer.Ordinal);

    private static volatile bool s_any;

    /// <summary>Whether there has been one: as long as there has not, no value has to be looked at.</summary>
    public static bool Any => s_any;

    /// <summary>The name of the enumeration whose twin is in an assembly of that name.</summary>
    public static string NameIn(string assembly) => assembly[AssemblyPrefix.Length..];

    /// <summary>The twin of an enumeration of PowerShell's. Values of the twin are of the newest enumeration that was asked for.</summary>
    public static Type Of(Type declared)
    {
        s_any = true;
        Type twin = s_twins.GetValue(declared, Make);
        StrongBox<Type> original = s_originals.GetValue(twin, _ => new StrongBox<Type>(declared));
        if (original.Value != declared && ShellEnums.IsNewer(declared, original.Value!))
        {
            original.Value = declared;
        }

        return twin;
    }

    /// <summary>As <see cref="Of"/>, for the enumeration that a cell means by its name.</summary>
    public static Type Named(Type declared)
    {
        Type twin = Of(declared);
        if (!IsLatest(declared.Name, twin))
        {
            // An enumeration of the same name was declared otherwise meanwhile; the twin of that one must not be found by the name.
            twin = Make(declared);
            s_twins.AddOrUpdate(declared, twin);
            _ = Of(declared);
        }

        if (s_originals.TryGetValue(twin, out StrongBox<Type>? original))
        {
            original.Value = declared;
        }

        return twin;
    }

    /// <summary>The enumeration of PowerShell's that a type is the twin of, or null.</summary>
    public static Type? OriginalOf(Type type) => s_any && type.IsEnum && s_originals.TryGetValue(type, out StrongBox<Type>? original) ? original.Value : null;

    private static bool IsLatest(string name, Type twin)
    {
        lock (s_latest)
        {
            return s_latest.TryGetValue(name, out Latest? latest) && latest.Twin.TryGetTarget(out Type? known) && known == twin;
        }
    }

    private static Type Make(Type declared)
    {
        Type number = Enum.GetUnderlyingType(declared);
        (string Name, object Value)[] members =
            [.. declared.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (f.Name, Convert.ChangeType(Enum.Parse(declared, f.Name), number, null)))];
        bool isFlags = declared.IsDefined(typeof(FlagsAttribute));
        string content = $"{isFlags} {number} {string.Join(',', members.Select(m => $"{m.Name}={m.Value}"))}";
        lock (s_latest)
        {
            _ = s_latest.TryGetValue(declared.Name, out Latest? latest);
            if (latest?.Content == content && latest.Twin.TryGetTarget(out Type? twin))
            {
                return twin;
            }

            // To the compiler, one of a higher version takes the place of the other, also for cells after those that were compiled with it.
            int version = latest is null ? 1 : latest.Content == content ? latest.Version : latest.Version + 1;
            twin = Make(new AssemblyName($"{AssemblyPrefix}{declared.Name}") { Version = new Version(version, 0, 0, 0) }, declared.Name, number, isFlags, members);
            s_latest[declared.Name] = new Latest(content, version, new WeakReference<Type>(twin));
            return twin;
        }
    }

    private static Type Make(AssemblyName assemblyName, string name, Type number, bool isFlags, IEnumerable<(string Name, object Value)> members)
    {
        PersistedAssemblyBuilder assembly = new(assemblyName, typeof(object).Assembly);
        EnumBuilder builder = assembly.DefineDynamicModule("Enum").DefineEnum(name, TypeAttributes.Public, number);
        if (isFlags)
        {
            builder.SetCustomAttribute(new CustomAttributeBuilder(typeof(FlagsAttribute).GetConstructor([])!, []));
        }

        foreach ((string member, object value) in members)
        {
            _ = builder.DefineLiteral(member, value);
        }

        _ = builder.CreateType();
        using MemoryStream image = new();
        assembly.Save(image);
        image.Position = 0;
        return new AssemblyLoadContext($"{assemblyName.Name} {assemblyName.Version}", isCollectible: true).LoadFromStream(image).GetType(name, throwOnError: true)!;
    }

    private sealed record Latest(string Content, int Version, WeakReference<Type> Twin);
}
