using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>
/// Where the text of an editor stands on the screen. PSReadLine says it in private members only; where one is missing, nothing is known and nothing is
/// painted.
/// </summary>
internal sealed class ScreenText
{
    private const BindingFlags Fields = BindingFlags.NonPublic | BindingFlags.Instance;

    private readonly object _editor;
    private readonly FieldInfo _left;
    private readonly FieldInfo _top;
    private readonly FieldInfo _emphasisStart;
    private readonly FieldInfo _emphasisLength;
    private readonly Func<char, int> _width;
    private readonly SelectionReader _selection;

    private ScreenText(Type type, object editor)
    {
        _editor = editor;
        _left = Field(type, "_initialX");
        _top = Field(type, "_initialY");
        _emphasisStart = Field(type, "_emphasisStart");
        _emphasisLength = Field(type, "_emphasisLength");
        _width = Function<Func<char, int>>(type, "LengthInBufferCells", BindingFlags.NonPublic, [typeof(char)]);
        Type number = typeof(int).MakeByRefType();
        _selection = Function<SelectionReader>(type, "GetSelectionState", BindingFlags.Public, [number, number]);
    }

    private delegate void SelectionReader(out int start, out int length);

    /// <summary>The column of the first character.</summary>
    public int Left => (int)_left.GetValue(_editor)!;

    /// <summary>The row of the first character; negative where it has been scrolled away.</summary>
    public int Top
    {
        get => (int)_top.GetValue(_editor)!;
        set => _top.SetValue(_editor, value);
    }

    /// <summary>The stretch of the text that the editor itself marks: a selection, or what a search has found.</summary>
    public (int Start, int End) Marked
    {
        get
        {
            _selection(out int start, out int length);
            if (length <= 0)
            {
                (start, length) = ((int)_emphasisStart.GetValue(_editor)!, (int)_emphasisLength.GetValue(_editor)!);
            }

            return (start, start + length);
        }
    }

    /// <summary>That of an editor, or null.</summary>
    public static ScreenText? Of(Type type, object editor)
    {
        try
        {
            return new ScreenText(type, editor);
        }
        catch (MissingMemberException)
        {
            return null;
        }
    }

    /// <summary>How many columns a character takes.</summary>
    public int WidthOf(char c) => _width(c);

    private static FieldInfo Field(Type type, string name) => type.GetField(name, Fields) ?? throw new MissingFieldException(type.Name, name);

    private static T Function<T>(Type type, string name, BindingFlags access, Type[] parameters)
        where T : Delegate =>
        type.GetMethod(name, access | BindingFlags.Static, parameters)?.CreateDelegate<T>() ?? throw new MissingMethodException(type.Name, name);
}
