using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// A collection whose type has an enumeration of PowerShell's in it, and the same with its twin. Each side has its own always the same
/// object; what one has changed is brought to the other where the collection, or a call that has it, passes between them.
/// </summary>
internal sealed class EnumCounterpart : ICounterpart
{
    // The collections' own, by either of them.
    private static readonly ConditionalWeakTable<object, EnumCounterpart> s_all = [];

    private readonly object _shell;
    private readonly object _cell;

    // What both had when they were last compared, as PowerShell has it.
    private object?[] _agreed;

    private EnumCounterpart(object shell, object cell, object?[] agreed)
    {
        _shell = shell;
        _cell = cell;
        _agreed = agreed;
    }

    public int Count => _agreed.Length;

    /// <summary>What an object is one side of, or null.</summary>
    public static EnumCounterpart? Find(object? value) => !ValueKinds.IsPlain(value) && s_all.TryGetValue(value!, out EnumCounterpart? known) ? known : null;

    /// <summary>The collection for the other side, up to date; null where there is none of its type to be made.</summary>
    public static object? Of(object value, Type type, bool isToCell)
    {
        // Enumerations that were declared alike, one after the other, have one twin.
        if (s_all.TryGetValue(value, out EnumCounterpart? known) && (isToCell ? known._cell.GetType() == type : EnumTypes.ForCell(known._shell.GetType()) == value.GetType()))
        {
            return isToCell ? known.UpdateCell() : known.UpdateShell();
        }

        if (RuntimeCollection.Make(value, type) is not { } other)
        {
            return null;
        }

        EnumCounterpart made = isToCell ? new(value, other, []) : new(other, value, []);
        s_all.AddOrUpdate(value, made);
        s_all.AddOrUpdate(other, made);
        return isToCell ? made.UpdateCell() : made.UpdateShell();
    }

    public void ToShell() => _ = UpdateShell();

    public void ToCell() => _ = UpdateCell();

    private object UpdateShell()
    {
        object?[] now = [.. RuntimeCollection.Items(_cell).Select(item => Each(item, ShellEnums.ToShell))];
        if (!now.SequenceEqual(_agreed))
        {
            RuntimeCollection.Fill(_shell, now);
            _agreed = now;
        }

        return _shell;
    }

    private object UpdateCell()
    {
        object?[] now = [.. RuntimeCollection.Items(_shell)];
        if (!now.SequenceEqual(_agreed))
        {
            RuntimeCollection.Fill(_cell, [.. now.Select(item => Each(item, ShellEnums.ToCell))]);
            _agreed = now;
        }

        return _cell;
    }

    private static object? Each(object? item, Func<object?, object?> change) =>
        item is (object key, var value) ? (change(key)!, change(value)) : change(item);
}
