using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>A key of a dictionary, as a property.</summary>
internal sealed class KeyedProperty(KeyedMembers members, string key) : ViewProperty(key)
{
    public override bool IsSettable => !members.IsReadOnly;

    protected override TupleNames? Names => members.NamesOf(Name);

    public override PSMemberInfo Copy() => new KeyedProperty(members, Name);

    protected override object? Get() => members.Get(Name);

    protected override void Set(object? value) => members.Set(Name, value);
}
