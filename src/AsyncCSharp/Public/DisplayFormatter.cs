namespace AsyncCSharp;

/// <summary>How a notebook shows values of a type, as a user has it.</summary>
/// <param name="Type">The type, or the definition of generic ones; null where there is only its name.</param>
/// <param name="Name">The type's name, with its namespace or without; null where there is the type.</param>
/// <param name="MimeType">The kind of text that <paramref name="Make"/> gives; null where it gives another object, which is shown in the value's place.</param>
/// <param name="Make">Makes it.</param>
internal sealed record DisplayFormatter(Type? Type, string? Name, string? MimeType, Func<object, object?> Make)
{
    /// <summary>Whether it is for exactly that type.</summary>
    public bool IsFor(Type type)
    {
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return Type is not null ? Type == type || Type == definition
            : string.Equals(Name, definition.FullName, StringComparison.OrdinalIgnoreCase) || string.Equals(Name, definition.Name, StringComparison.OrdinalIgnoreCase);
    }
}
