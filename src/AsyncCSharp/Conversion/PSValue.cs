using System.Management.Automation;
using System.Management.Automation.Internal;
using AsyncCSharp.Text;

namespace AsyncCSharp.Conversion;

/// <summary>Values on their way from PowerShell to C#.</summary>
internal static class PSValue
{
    /// <summary>
    /// A value for a cell: the object inside of a <see cref="PSObject"/>, and the objects themselves in collections too, at every depth
    /// (<see cref="WrappedElements"/>).
    /// </summary>
    public static object? ForCell(object? value)
    {
        object? plain = Unwrap(value);
        _ = WrappedElements.Unwrap(plain);
        return plain;
    }

    /// <summary>As <see cref="ForCell(object?)"/>, with script blocks that were cast to delegates as delegates that any thread can call.</summary>
    public static object? ForCell(object? value, IDelegateWrapper owner)
    {
        // Numbers and strings, which most objects of a pipeline are, have nothing in them.
        if (ValueKinds.IsPlain(value))
        {
            return value;
        }

        object? plain = owner.Wrap(Unwrap(value));
        WrappedElements.Unwrap(plain, owner);
        return ShellObjects.InPlaceOf(plain);
    }

    /// <summary>As <see cref="ForCell(object?, IDelegateWrapper)"/>, for a value that the cell is compiled for: the names of tuples go with it.</summary>
    public static object? ForCellWithNames(object? value, IDelegateWrapper owner)
    {
        object? plain = ForCell(value, owner);
        KeepNames(value, plain);
        return plain;
    }

    /// <summary>Keeps the names that a value of PowerShell's has, with the object that a cell gets for it.</summary>
    public static void KeepNames(object? value, object? plain)
    {
        TupleNames? names = value switch
        {
            TupleView tuple => tuple.Names,
            NamedObject named => named.Names,
            _ => null,
        };
        if (plain is not null and not PSObject)
        {
            names?.Keep(plain);
        }
    }

    /// <summary>
    /// The object inside of a <see cref="PSObject"/>; the PSObject itself where it is a property bag, or carries added
    /// members that C# could not see otherwise (it is dynamic there). Of a view, what it stands for.
    /// </summary>
    public static object? Unwrap(object? value)
    {
        if (value is not PSObject wrapped)
        {
            return PlainOf(value);
        }

        // What a command has written that wrote nothing.
        if (value == AutomationNull.Value)
        {
            return null;
        }

        if (wrapped.ImmediateBaseObject is PSCustomObject)
        {
            return ObjectView.OriginalOf(wrapped) ?? wrapped;
        }

        return HasAddedMembers(wrapped) ? wrapped : PlainOf(wrapped.BaseObject);
    }

    /// <summary>Converts as PowerShell does.</summary>
    public static T ConvertTo<T>(object? value) => Converted<T>(ForCell(value), value);

    /// <summary>As <see cref="ConvertTo{T}(object?)"/>, with script blocks that were cast to delegates as delegates that any thread can call.</summary>
    public static T ConvertTo<T>(object? value, IDelegateWrapper owner) => Converted<T>(ForCell(value, owner), value);

    /// <summary>As <see cref="ConvertTo{T}(object?, IDelegateWrapper)"/>, but nothing is null, and not the default that PowerShell has for it.</summary>
    /// <exception cref="PSInvalidCastException">The type has no null.</exception>
    public static T? ConvertOrNull<T>(object? value, IDelegateWrapper owner) =>
        ForCell(value) is not null ? ConvertTo<T>(value, owner)
        : default(T) is null ? default
        : throw new PSInvalidCastException(string.Format(null, Strings.NullVariable, TypeDisplay.Of(typeof(T))));

    private static T Converted<T>(object? plain, object? value)
    {
        if (plain is T known || typeof(T) == typeof(object))
        {
            return (T)plain!;
        }

        T converted = LanguagePrimitives.ConvertTo<T>(value);
        _ = WrappedElements.Unwrap(converted);
        return converted;
    }

    private static object? PlainOf(object? value) => value is IView view ? view.Original : ShellEnums.ToCell(value);

    private static bool HasAddedMembers(PSObject wrapped) => InstanceMembers.Of(wrapped)?.Any(member => member is not ViewProperty && !ObjectView.IsReserved(member.Name) && !IsOwnNote(member.Name)) == true;

    // Where an object came from is noted by providers on every file and line, and by remoting and jobs on all that they give; Get-Date
    // notes how a date is shown. That is not what the user added.
    private static bool IsOwnNote(string name) =>
        name.StartsWith("PS", StringComparison.Ordinal) || name is "ReadCount" or "UnixStat" or "RunspaceId" or "DisplayHint";
}
