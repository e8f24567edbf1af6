using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>A public field or property of an object of C#, as PowerShell shows them.</summary>
internal sealed class PlainMember
{
    private const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public;

    private readonly FieldInfo? _field;
    private readonly PropertyInfo? _property;

    private PlainMember(FieldInfo? field, PropertyInfo? property, string name, Type type)
    {
        _field = field;
        _property = property;
        Name = name;
        Type = type;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its value.</summary>
    public Type Type { get; }

    /// <summary>The names of the tuples in its value; null for none.</summary>
    public TupleNames? Names => DeclaredTupleNames.Of((MemberInfo?)_property ?? _field!, Type);

    /// <summary>Whether it can be read without running anybody's code.</summary>
    public bool IsStored => _field is not null;

    /// <summary>Whether it can be set.</summary>
    public bool IsSettable => _property is null ? _field is { IsInitOnly: false } : _property.SetMethod is { IsPublic: true };

    /// <summary>Those of a type, once for each name: the last to be declared hides others.</summary>
    public static PlainMember[] Of(Type type)
    {
        IEnumerable<PlainMember> properties = type.GetProperties(Public)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0 && !p.PropertyType.IsByRefLike && !p.PropertyType.IsPointer && !p.PropertyType.IsByRef)
            .Select(p => new PlainMember(StoreOf(p), p, p.Name, p.PropertyType));
        IEnumerable<PlainMember> fields = type.GetFields(Public).Select(f => new PlainMember(f, null, f.Name, f.FieldType));
        return [.. properties.Concat(fields).Where(m => !ObjectView.IsReserved(m.Name)).DistinctBy(m => m.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The value where it is stored.</summary>
    public object? GetStored(object owner) => _field!.GetValue(owner);

    /// <summary>The value.</summary>
    /// <exception cref="GetValueInvocationException">What the property has thrown, as PowerShell has it.</exception>
    public object? Get(object owner)
    {
        try
        {
            return _property is null ? _field!.GetValue(owner) : _property.GetValue(owner);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new GetValueInvocationException(string.Format(null, Strings.PropertyGetFailed, Name, inner.Message), inner);
        }
    }

    /// <summary>Sets the value.</summary>
    /// <exception cref="SetValueInvocationException">What the property has thrown, as PowerShell has it.</exception>
    public void Set(object owner, object? value)
    {
        try
        {
            if (_property is null)
            {
                _field!.SetValue(owner, value);
            }
            else
            {
                _property.SetValue(owner, value);
            }
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new SetValueInvocationException(string.Format(null, Strings.PropertySetFailed, Name, inner.Message), inner);
        }
    }

    // As the compiler calls those of automatic properties and of anonymous types.
    private static FieldInfo? StoreOf(PropertyInfo property)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return property.GetMethod!.IsVirtual && !property.GetMethod.IsFinal ? null
            : property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Hidden) ?? property.DeclaringType.GetField($"<{property.Name}>i__Field", Hidden);
    }
}
