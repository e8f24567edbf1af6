using System.Dynamic;
using System.Linq.Expressions;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Objects of PowerShell that stand for objects of C# which PowerShell would take apart, or whose names only the compiler knows:
/// custom objects, as every command knows them, with properties that are live. They are equal, and in the order, of what they stand for.
/// See docs/design/values.md.
/// </summary>
internal abstract class ObjectView : PSObject, IComparable, IDynamicMetaObjectProvider
{
    // What every object has, so that no property can be called that.
    private static readonly HashSet<string> s_reserved =
        new(StringComparer.OrdinalIgnoreCase) { "PSBase", "PSAdapted", "PSExtended", "PSObject", "PSTypeNames", "PSStandardMembers" };

    private int _properties;

    /// <summary>Makes one.</summary>
    /// <param name="original">What it stands for.</param>
    /// <param name="type">That of its type.</param>
    /// <param name="members">Its properties, with names that have been announced, and what PowerShell knows objects by.</param>
    protected ObjectView(object original, ViewType type, PSMemberInfo[] members)
    {
        Original = original;
        _properties = members.Count(static member => member is ViewProperty);
        ViewInternals.SetNames(this, type);
        ViewInternals.SetMembers(this, members);
    }

    /// <summary>What it stands for.</summary>
    protected object Original { get; }

    /// <summary>Whether no property can be called that.</summary>
    public static bool IsReserved(string name) => s_reserved.Contains(name);

    /// <summary>What the object stands for; null where it is no view, or carries members that somebody added.</summary>
    public static object? OriginalOf(PSObject value) => value is ObjectView view && view.IsUnchanged() ? view.Original : null;

    /// <summary>What a view stands for, whatever it carries; null for anything else.</summary>
    public static object? TargetOf(object? value) => (value as ObjectView)?.Original;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || Original.Equals(Plain(obj));

    /// <inheritdoc/>
    public override int GetHashCode() => Original.GetHashCode();

    int IComparable.CompareTo(object? obj) => Original is IComparable comparable ? comparable.CompareTo(Plain(obj)) : base.CompareTo(obj);

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new ViewMetaObject(parameter, this);

    /// <inheritdoc/>
    public override PSObject Copy()
    {
        ObjectView copy = CopyView();
        foreach (PSMemberInfo member in AddedMembers())
        {
            copy.Members.Add(member);
        }

        return copy;
    }

    /// <summary>Another view, of the same object or, where that is a value, of a copy of it.</summary>
    protected abstract ObjectView CopyView();

    /// <summary>Takes note that the view has got one more property of the object.</summary>
    protected void CountAdded() => _properties++;

    private static object? Plain(object? value) => TargetOf(value) ?? (value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : value);

    // The members are gone through once only, since PowerShell copies its list of them each time.
    private bool IsUnchanged()
    {
        int properties = 0;
        foreach (PSMemberInfo member in OwnMembers())
        {
            if (member is ViewProperty)
            {
                properties++;
            }
            else if (!IsReserved(member.Name))
            {
                return false;
            }
        }

        return properties == _properties;
    }

    private IEnumerable<PSMemberInfo> AddedMembers() => OwnMembers().Where(member => member is not ViewProperty && !IsReserved(member.Name));

    private IEnumerable<PSMemberInfo> OwnMembers() => InstanceMembers.Of(this) ?? [];
}
