using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>A dictionary, or what is one in all but name, with its keys as properties.</summary>
internal sealed class KeyedView : ObjectView
{
    private readonly KeyedMembers _members;

    private KeyedView(object original, KeyedMembers members, ViewProperty[] properties)
        : base(original, ViewType.Of(original.GetType()), properties) => _members = members;

    /// <summary>Makes one; null where there is a key that a property cannot have as its name, or two that PowerShell does not tell apart.</summary>
    public static KeyedView? TryMake(object original, KeyedMembers members, string[] keys)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        if (!Array.TrueForAll(keys, key => key.Length > 0 && !IsReserved(key) && names.Add(key)))
        {
            return null;
        }

        Array.ForEach(keys, ViewInternals.Announce);
        return new KeyedView(original, members, Array.ConvertAll(keys, key => new KeyedProperty(members, key)));
    }

    /// <summary>What PowerShell sees of a key's value; null where there is none. As in its own dictionaries, case matters only where it has to.</summary>
    public object? GetValue(string key) => PropertyOf(key) is { } property ? property.Value : PipelineValue.Within(_members.Get(key), _members.NamesOf(key));

    /// <summary>Sets the value of a key, which becomes a property where it is a new one.</summary>
    public void SetValue(string key, object? value)
    {
        if (PropertyOf(key) is { } property)
        {
            property.Value = value;
            return;
        }

        if (_members.IsReadOnly)
        {
            throw new SetValueException(string.Format(null, Strings.PropertyReadOnly, key));
        }

        _members.Set(key, value);
        if (key.Length > 0 && !IsReserved(key))
        {
            Members.Add(new KeyedProperty(_members, key), preValidated: true);
            CountAdded();
        }
    }

    protected override ObjectView CopyView() => new KeyedView(
        Original, _members, [.. InstanceMembers.Of(this)?.OfType<KeyedProperty>().Select(p => (KeyedProperty)p.Copy()) ?? []]);

    private PSPropertyInfo? PropertyOf(string key) => key.Length == 0 || IsReserved(key) ? null : Properties[key];
}
