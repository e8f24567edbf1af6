using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Enumerations that PowerShell code has declared, for cells. The runtime binds no compiled code to the assemblies that PowerShell makes
/// for its own types; so an enumeration has a twin that cells are compiled with (<see cref="EnumTwins"/>), and values change to it and
/// back where they pass between PowerShell and C#.
/// </summary>
internal static class ShellEnums
{
    private const string DeclaredPrefix = "PowerShell Class Assembly";

    /// <summary>The enumeration that PowerShell code has declared by that name: what the name means where the calling thread executes, or else the newest.</summary>
    public static Type? Find(string name) =>
        Runspace.DefaultRunspace is not null && LanguagePrimitives.TryConvertTo(name, out Type meant) && meant.IsEnum && IsDeclared(meant)
            ? meant
            : Declared(name).FirstOrDefault(t => t.IsEnum);

    /// <summary>Whether PowerShell code has declared a class of that name, which cells cannot have.</summary>
    public static bool IsClass(string name) => Declared(name).Any(t => !t.IsEnum);

    /// <summary>Whether PowerShell code has declared the type.</summary>
    public static bool IsDeclared(Type type) => IsShells(type.Assembly);

    /// <summary>Whether a type was declared after another: PowerShell counts its assemblies by their versions.</summary>
    public static bool IsNewer(Type one, Type other) => one.Assembly.GetName().Version > other.Assembly.GetName().Version;

    /// <summary>The value for C#: of an enumeration that PowerShell code has declared, the twin's; of a collection of such, one of the twin's.</summary>
    public static object? ToCell(object? value) =>
        ValueKinds.IsPlain(value) || !value!.GetType().IsCollectible || EnumTypes.ForCell(value.GetType()) is not { } type
            ? value
            : Convert(value, type, isToCell: true);

    /// <summary>The value for PowerShell: of a twin, that of the enumeration.</summary>
    public static object? ToShell(object? value) =>
        !EnumTwins.Any || ValueKinds.IsPlain(value) || EnumTypes.ForShell(value!.GetType()) is not { } type
            ? value
            : Convert(value, type, isToCell: false);

    /// <summary>As <see cref="ToShell"/>, also for what is in collections of objects, which stay themselves.</summary>
    public static object? Release(object? value)
    {
        if (EnumTwins.Any)
        {
            value = ToShell(value);
            _ = WrappedElements.Release(value);
        }

        return value;
    }

    /// <summary>What makes PowerShell's value of a twin's; null for any other type.</summary>
    public static Func<object, object?>? ViewOf(Type type) => EnumTypes.ForShell(type) is null ? null : ToShell;

    private static object Convert(object value, Type type, bool isToCell) => value switch
    {
        Enum => Enum.ToObject(type, value),
        // A delegate of a script block is made anew elsewhere, as one that any thread can call.
        Delegate function when isToCell && CompiledDelegate.ScriptOf(function) is not null => function,
        Delegate function when !isToCell && CompiledDelegate.Constant<IScriptDelegate>(function)?.Inner is { } inner && inner.GetType() == type => inner,
        Delegate function => EnumDelegates.Convert(function, type, isToCell),
        ITuple => EnumTuples.Convert(value, type, isToCell),
        IEnumerable => EnumCounterpart.Of(value, type, isToCell) ?? value,
        _ => EnumTuples.Convert(value, type, isToCell),
    };

    // A name that was declared again is that of the newest.
    private static IEnumerable<Type> Declared(string name) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(IsShells)
        .OrderByDescending(a => a.GetName().Version)
        .SelectMany(a => a.GetTypes())
        .Where(t => t.Name == name);

    private static bool IsShells(Assembly assembly) =>
        assembly.IsDynamic && assembly.GetName().Name?.StartsWith(DeclaredPrefix, StringComparison.Ordinal) == true;
}
