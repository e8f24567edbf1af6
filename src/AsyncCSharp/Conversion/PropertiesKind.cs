using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>A type with properties whose values may have views.</summary>
internal sealed class PropertiesKind : HoldingKind
{
    private readonly Type _type;
    private readonly PlainMember[] _members;
    private readonly PlainMember[] _toLookAt;
    private readonly Lazy<ViewType> _view;

    private PropertiesKind(Type type, PlainMember[] members, bool always, PlainMember[] toLookAt)
        : base(always)
    {
        _type = type;
        _members = members;
        _toLookAt = toLookAt;
        _view = new(MakeView, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>That of a type; null where there is nothing to see in its objects.</summary>
    public static PropertiesKind? Find(Type type)
    {
        PlainMember[] members = PlainMember.Of(type);
        HoldingCertainty[] certainties = [.. members.Select(m => HoldingKinds.Of(m.Type))];
        bool always = Array.Exists(certainties, c => c == HoldingCertainty.Always);
        PlainMember[] toLookAt = [.. members.Where((m, i) => certainties[i] == HoldingCertainty.Maybe && m.IsStored)];
        return always || toLookAt.Length > 0 ? new PropertiesKind(type, members, always, toLookAt) : null;
    }

    public override object View(object value) => new PropertiesView(value, this, _view.Value);

    /// <summary>The properties of an object's view.</summary>
    public PSMemberInfo[] PropertiesOf(object value) => Array.ConvertAll(_members, PSMemberInfo (member) => new PlainProperty(value, member));

    protected override IEnumerable<object?> PartsToLookAt(object value)
    {
        foreach (PlainMember member in _toLookAt)
        {
            yield return member.GetStored(value);
        }
    }

    private ViewType MakeView()
    {
        Array.ForEach(_members, static member => ViewInternals.Announce(member.Name));
        return ViewType.Of(_type);
    }
}
