using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>A type of dictionaries that PowerShell knows for such, in which there may be values that have views.</summary>
internal sealed class EntriesKind : HoldingKind
{
    private static readonly MethodInfo s_convert = typeof(JsonView).GetMethod(nameof(JsonView.ConvertTo))!;

    private readonly Type? _key;
    private readonly Func<object?, object?> _convert;
    private readonly Lazy<bool> _conversions;

    /// <summary>Makes one.</summary>
    /// <param name="type">The type.</param>
    /// <param name="always">Whether all that can be in it has a view.</param>
    public EntriesKind(Type type, bool always)
        : base(always)
    {
        Type[]? parts = PartsOf(type);
        _key = parts?[0] == typeof(object) ? null : parts?[0];
        Type value = parts?[1] ?? typeof(object);
        _convert = value == typeof(object)
            ? PSValue.ForCell
            : converted => s_convert.MakeGenericMethod(value).Invoke(null, [converted]);
        _conversions = new(() => AddConversions(type), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The types of keys and values; null for objects of any.</summary>
    public static Type[]? PartsOf(Type type) => Array.Find(
        type.IsInterface ? [type, .. type.GetInterfaces()] : type.GetInterfaces(),
        i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))?.GetGenericArguments();

    /// <summary>A key of PowerShell's as one of the dictionary's.</summary>
    public object KeyOf(object key)
    {
        key = PSValue.Unwrap(key) ?? key;
        return _key is null || _key.IsInstanceOfType(key) || !LanguagePrimitives.TryConvertTo(key, _key, out object converted) ? key : converted;
    }

    /// <summary>A value of PowerShell's as one of the dictionary's.</summary>
    public object? ValueOf(object? value) => _convert(value);

    public override object View(object value)
    {
        _ = _conversions.Value;
        return new EntriesView((IDictionary)value, this);
    }

    protected override IEnumerable<object?> PartsToLookAt(object value) => Values((IDictionary)value);

    // Another thread may change it meanwhile: what could be seen of it will do.
    private static IEnumerable<object?> Values(IDictionary entries)
    {
        IDictionaryEnumerator enumerator = entries.GetEnumerator();
        while (Next(enumerator))
        {
            yield return enumerator.Value;
        }
    }

    private static bool Next(IDictionaryEnumerator enumerator)
    {
        try
        {
            return enumerator.MoveNext();
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool AddConversions(Type type)
    {
        ViewConversions.AddEntries(type);
        return true;
    }
}
