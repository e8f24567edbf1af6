using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncCSharp;

/// <summary>
/// Enumerations that PowerShell code has declared, for cells. The runtime binds no compiled code to the assemblies that PowerShell makes
/// for its own types; so an enumeration has a twin that cells are compiled with, and values change to it and back where they pass between
/// PowerShell and C#.
/// </summary>
internal static class ShellEnums
{
    private const string DeclaredPrefix = "PowerShell Class Assembly";

    // The types' own: an entry goes with its type.
    private static readonly ConditionalWeakTable<Type, Type> s_twins = [];
    private static readonly ConditionalWeakTable<Type, Type> s_originals = [];

    /// <summary>The newest enumeration of that name that PowerShell code has declared, or null.</summary>
    public static Type? Find(string name) => Declared(name).FirstOrDefault(t => t.IsEnum);

    /// <summary>Whether PowerShell code has declared a class of that name, which cells cannot have.</summary>
    public static bool IsClass(string name) => Declared(name).Any(t => !t.IsEnum);

    /// <summary>The twin of an enumeration of PowerShell's, made on first use.</summary>
    public static Type TwinOf(Type declared) => s_twins.GetValue(declared, Make);

    /// <summary>The value for C#: of an enumeration that PowerShell code has declared, the twin's.</summary>
    public static object? ToCell(object? value) => value switch
    {
        Enum when value.GetType() is var type && IsShells(type.Assembly) => Enum.ToObject(TwinOf(type), value),
        Array { Rank: 1 } items when items.GetType().GetElementType() is { IsEnum: true } type && IsShells(type.Assembly) => ToCell(items, TwinOf(type)),
        _ => value,
    };

    /// <summary>What makes PowerShell's value of a twin's; null for any other type.</summary>
    public static Func<object, object?>? ViewOf(Type type) =>
        type.IsEnum && s_originals.TryGetValue(type, out Type? original) ? value => Enum.ToObject(original, value) : null;

    private static Array ToCell(Array items, Type twin)
    {
        Array copy = Array.CreateInstance(twin, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            copy.SetValue(Enum.ToObject(twin, items.GetValue(i)!), i);
        }

        return copy;
    }

    // A name that was declared again is that of the newest: PowerShell counts its assemblies by their versions.
    private static IEnumerable<Type> Declared(string name) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(IsShells)
        .OrderByDescending(a => a.GetName().Version)
        .SelectMany(a => a.GetTypes())
        .Where(t => t.Name == name);

    private static bool IsShells(Assembly assembly) =>
        assembly.IsDynamic && assembly.GetName().Name?.StartsWith(DeclaredPrefix, StringComparison.Ordinal) == true;

    private static Type Make(Type declared)
    {
        string[] members = [.. declared.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.Name)];
        Type number = Enum.GetUnderlyingType(declared);
        PersistedAssemblyBuilder assembly = new(new AssemblyName($"PowerShell enum {declared.FullName}"), typeof(object).Assembly);
        EnumBuilder builder = assembly.DefineDynamicModule("Enum").DefineEnum(declared.FullName!, TypeAttributes.Public, number);
        if (declared.IsDefined(typeof(FlagsAttribute)))
        {
            builder.SetCustomAttribute(new CustomAttributeBuilder(typeof(FlagsAttribute).GetConstructor([])!, []));
        }

        foreach (string member in members)
        {
            _ = builder.DefineLiteral(member, Convert.ChangeType(Enum.Parse(declared, member), number, null));
        }

        _ = builder.CreateType();
        using MemoryStream image = new();
        assembly.Save(image);
        image.Position = 0;
        Type twin = new AssemblyLoadContext(declared.Name, isCollectible: true).LoadFromStream(image).GetType(declared.FullName!, throwOnError: true)!;
        s_originals.Add(twin, declared);
        return twin;
    }
}
