namespace AsyncCSharp.Engine;

/// <summary>How a value that comes from PowerShell becomes a typed variable of a session.</summary>
internal static class VariableDeclaration
{
    /// <summary>The types to try, most exact first. The last one fits always.</summary>
    public static IEnumerable<string> TypesFor(object? value)
    {
        if (value is null)
        {
            yield return "object";
            yield break;
        }

        // Property bags, wrapped and dynamic objects have their members at run time only.
        for (Type? type = InputTypes.IsDynamic(value) ? null : value.GetType(); type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            if (TypeNames.InCSharp(type) is { } name)
            {
                yield return name;
                break;
            }
        }

        yield return "dynamic";
    }

    /// <summary>The cell that declares it.</summary>
    public static string Code(string name, string type) => $"{type} @{name};";

    /// <summary>Whether a variable of the type can hold the value.</summary>
    public static bool Fits(Type type, object? value) =>
        value is null ? !type.IsValueType || Nullable.GetUnderlyingType(type) is not null : type.IsInstanceOfType(value);
}
