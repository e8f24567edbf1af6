using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>Tuples and pairs with an enumeration of PowerShell's in them: they do not change, so another one does.</summary>
internal static class EnumTuples
{

    /// <summary>The value as the type; itself where it is neither tuple nor pair.</summary>
    public static object Convert(object value, Type type, bool isToCell)
    {
        Type from = value.GetType();
        if (value is not ITuple && from.GetGenericTypeDefinition() != typeof(KeyValuePair<,>))
        {
            return value;
        }

        // In the order of the constructor's parameters: Item1, Item2, ... Rest, or key and value.
        object?[] items = from.IsValueType && value is ITuple
            ? [.. from.GetFields().Select(f => f.GetValue(value))]
            : [.. from.GetProperties().Where(p => p.GetIndexParameters().Length == 0).Select(p => p.GetValue(value))];
        items = [.. items.Select(item => isToCell ? ShellEnums.ToCell(item) : ShellEnums.ToShell(item))];
        return Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public, null, items, null)!;
    }
}
