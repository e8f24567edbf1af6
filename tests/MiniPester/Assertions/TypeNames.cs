using System.Management.Automation;

namespace MiniPester.Assertions;

internal static class TypeNames
{
    /// <summary>Gives the type that an argument is or names, with or without brackets.</summary>
    public static Type Resolve(object? value)
    {
        object? plain = Values.Unwrap(value);
        if (plain is Type type)
        {
            return type;
        }

        string name = LanguagePrimitives.ConvertTo<string>(plain);
        string bare = name.StartsWith('[') && name.EndsWith(']') ? name[1..^1] : name;
        return LanguagePrimitives.TryConvertTo(bare, out Type? found) && found is not null
            ? found
            : throw new ArgumentException($"Could not find type [{bare}]. Make sure that the assembly that contains that type is loaded.");
    }
}
