namespace AsyncCSharp.Editing;

/// <summary>Goes along a text, and tells where each character stands on the screen. It counts as PSReadLine does.</summary>
internal sealed class ScreenPlace
{
    private readonly ScreenText _screen;
    private readonly string _text;
    private readonly int _width;
    private readonly int _indent;
    private int _column;
    private int _row;
    private int _next;

    public ScreenPlace(ScreenText screen, string text, int width, int indent)
    {
        (_screen, _text, _width, _indent) = (screen, text, width, indent);
        (_column, _row) = (screen.Left, screen.Top);
    }

    /// <summary>The column of the character.</summary>
    public int Column { get; private set; }

    /// <summary>Its row.</summary>
    public int Row { get; private set; }

    /// <summary>Goes to the next character; tells whether it begins another row.</summary>
    public bool MoveTo(int position)
    {
        int before = Row;
        for (; _next <= position; _next++)
        {
            Step(_text[_next]);
        }

        return Row != before;
    }

    private void Step(char c)
    {
        if (c == '\n')
        {
            (Column, Row) = (_column, _row);
            (_column, _row) = (_indent, _row + 1);
            return;
        }

        int size = _screen.WidthOf(c);
        if (_column + size > _width)
        {
            (_column, _row) = (0, _row + 1);
        }

        (Column, Row) = (_column, _row);
        _column += size;

        // A line that ends with the last column has no empty row behind it.
        if (_column == _width && !(_next + 1 < _text.Length && _text[_next + 1] == '\n'))
        {
            (_column, _row) = (0, _row + 1);
        }
    }
}
