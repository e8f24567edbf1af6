namespace AsyncCSharp.Editing;

/// <summary>Which of several words is chosen, and which of them are in sight.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Chosen">The one that is chosen; -1 for none.</param>
/// <param name="First">The first one in sight.</param>
internal readonly record struct PopupChoice(int Count, int Chosen, int First)
{
    /// <summary>None is chosen.</summary>
    public static PopupChoice Of(int count) => new(count, -1, 0);

    /// <summary>The choice that keys lead to, or null where they are for somebody else.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rows">How many are in sight.</param>
    public PopupChoice? After(ConsoleKey key, int rows) => key switch
    {
        ConsoleKey.DownArrow => MoveTo(Math.Min(Chosen + 1, Count - 1), rows),
        ConsoleKey.PageDown => MoveTo(Math.Min(Math.Max(Chosen, 0) + rows, Count - 1), rows),

        // Up goes back to the text, and from there on through the history: whoever has chosen nothing means that.
        ConsoleKey.UpArrow when Chosen >= 0 => MoveTo(Chosen - 1, rows),
        ConsoleKey.PageUp when Chosen >= 0 => MoveTo(Math.Max(Chosen - rows, 0), rows),
        _ => null,
    };

    private PopupChoice MoveTo(int chosen, int rows)
    {
        int shown = Math.Max(chosen, 0);
        return this with { Chosen = chosen, First = Math.Clamp(First, Math.Max(shown - rows + 1, 0), shown) };
    }
}
