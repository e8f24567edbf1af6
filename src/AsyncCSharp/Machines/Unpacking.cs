using System.Collections;
using System.Management.Automation;

namespace AsyncCSharp.Machines;

/// <summary>Gives values back the types that PowerShell's remoting takes from them: arrays and enumerations of the framework.</summary>
internal static class Unpacking
{
    /// <summary>The name of the type that a value is to have again; null where it comes as it is.</summary>
    public static string? TypeOf(object? value)
    {
        Type? type = value?.GetType();
        bool isLost = type is { IsEnum: true } || (type is { IsArray: true } && type.GetArrayRank() == 1 && type != typeof(byte[]) && type != typeof(object[]))
            || (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(List<>));
        return isLost && IsOfFramework(type!) ? type!.FullName : null;
    }

    /// <summary>The variables and arguments of a call.</summary>
    public static void Prepare(PartSetup setup, out Hashtable? variables, out object?[] arguments)
    {
        variables = setup.Variables is null ? null : new Hashtable();
        foreach (DictionaryEntry variable in setup.Variables ?? [])
        {
            variables![variable.Key] = Typed(variable.Value, setup.Types[$"v:{variable.Key}"]);
        }

        arguments = [.. setup.Arguments.Select((value, i) => Typed(value, setup.Types[$"a:{i}"]))];
    }

    private static object? Typed(object? value, object? name)
    {
        if (name is null || Type.GetType(name.ToString()!) is not { } type)
        {
            return value;
        }

        // PowerShell would make a list of one from a list.
        bool isList = type.IsGenericType;
        Type wanted = isList ? type.GetGenericArguments()[0].MakeArrayType() : type;
        return !LanguagePrimitives.TryConvertTo(value, wanted, out object? typed) ? value : isList ? Activator.CreateInstance(type, typed) : typed;
    }

    private static bool IsOfFramework(Type type) =>
        type.HasElementType ? IsOfFramework(type.GetElementType()!) : type.Assembly == typeof(object).Assembly && type.GetGenericArguments().All(IsOfFramework);
}
