using System.Collections.ObjectModel;
using System.Dynamic;
using System.Management.Automation;
using System.Runtime.Loader;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Conversion;

/// <summary>The static type by which a cell sees its <c>Input</c>.</summary>
internal static class InputTypes
{
    /// <summary>The object's public type; null (that is, <c>dynamic</c>) where there is none that C# could name.</summary>
    /// <param name="input">The first object.</param>
    public static Type? TypeFor(object? input) =>
        input is ShellObjects ? typeof(Collection<PSObject>)
        : input is not null && !IsDynamic(input) && IsNameable(input.GetType()) ? input.GetType()
        : null;

    /// <summary>Whether it finds all its members at run time: its own type has none that C# could use.</summary>
    public static bool IsDynamic(object value) => value is PSObject or ExpandoObject or DynamicObject;

    /// <summary>Whether a cell compiled for the type can take the object.</summary>
    public static bool Fits(Type type, object? input) => input is null ? !type.IsValueType : input.GetType() == type || type.IsInstanceOfType(input);

    /// <summary>Whether a cell declares the type.</summary>
    public static bool IsOfCell(Type type) => CellAssembly.Is(type.Assembly);

    /// <summary>Whether a type of a session's own is in the object's type, so that its name depends on the session.</summary>
    public static bool MayBeOfSession(object value) => !IsDynamic(value) && HasTypeOfCell(value.GetType());

    /// <summary>
    /// Whether a type is in the object's type of which there may be another by the same name: a library's, of which a session may have another
    /// build, or one that <c>Add-Type</c> has compiled, which may do so again.
    /// </summary>
    public static bool MayHaveNamesake(object value) => !IsDynamic(value) && AnyType(value.GetType(), static type =>
        type.Assembly.Location.Length == 0 || AssemblyLoadContext.GetLoadContext(type.Assembly) != AssemblyLoadContext.Default);

    private static bool HasTypeOfCell(Type type) => AnyType(type, IsOfCell);

    private static bool AnyType(Type type, Func<Type, bool> isMeant) =>
        type.IsArray ? AnyType(type.GetElementType()!, isMeant) : isMeant(type) || type.GetGenericArguments().Any(argument => AnyType(argument, isMeant));

    // Anonymous and private types have members that only run time can see, and what those of cells are called is the session's matter.
    private static bool IsNameable(Type type) =>
        type.IsArray
            ? IsNameable(type.GetElementType()!)
            : type.IsVisible && !type.Name.Contains('<', StringComparison.Ordinal)
                && !IsOfCell(type)
                && !type.Assembly.IsDynamic
                && type.GetGenericArguments().All(IsNameable);
}
