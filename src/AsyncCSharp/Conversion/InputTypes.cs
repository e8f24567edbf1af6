using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>The static type by which a cell sees its <c>Input</c>.</summary>
internal static class InputTypes
{
    /// <summary>The object's public type; null (that is, <c>dynamic</c>) where there is none that C# could name.</summary>
    public static Type? TypeFor(object? input, bool expectsInput)
    {
        if (input is null or PSObject)
        {
            return expectsInput && input is null ? typeof(object) : null;
        }

        Type type = input.GetType();
        return IsNameable(type) ? type : null;
    }

    // Anonymous and private types, and those of cells, have members that only run time can see.
    private static bool IsNameable(Type type) =>
        type.IsArray
            ? IsNameable(type.GetElementType()!)
            : type.IsVisible && !type.Name.Contains('<', StringComparison.Ordinal)
                && !IsOfCell(type)
                && !type.Assembly.IsDynamic
                && type.GetGenericArguments().All(IsNameable);

    private static bool IsOfCell(Type type) => type.Assembly.GetName().Name!.StartsWith("Cell-", StringComparison.Ordinal);
}
