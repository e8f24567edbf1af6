using System.Text;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>
/// Lines that a person types at the terminal. The framework's own reader waits for the end of the line in a way that nobody
/// can stop and that keeps all others from the keyboard; this one takes the keys that have been pressed.
/// </summary>
internal sealed class TerminalInput : InputSource
{
    private const char EndOfInput = '\x04';
    private const char WindowsEndOfInput = '\x1a';

    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override void Begin() => _line.Clear();

    /// <inheritdoc/>
    public override InputState TryTake(InputUnit unit, PendingInput into)
    {
        while (Console.KeyAvailable)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter || (key.KeyChar == EndOfInput && !OperatingSystem.IsWindows()))
            {
                return EndLine(isEnter: key.Key == ConsoleKey.Enter, into);
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                Erase();
            }
            else if (key.KeyChar == '\t' || !char.IsControl(key.KeyChar))
            {
                _ = _line.Append(key.KeyChar);
                Echo(key.KeyChar == '\t' ? " " : key.KeyChar.ToString());
            }
        }

        return InputState.Nothing;
    }

    /// <summary>Shows what was typed. It is no output of the cell's.</summary>
    public static void Echo(string text)
    {
        StoppableRun? run = StoppableRun.Current;
        StoppableRun.Current = null;
        try
        {
            Console.Out.Write(text);
        }
        finally
        {
            StoppableRun.Current = run;
        }
    }

    private InputState EndLine(bool isEnter, PendingInput into)
    {
        string line = _line.ToString();
        _ = _line.Clear();
        if (isEnter)
        {
            Echo(Environment.NewLine);
        }

        if (isEnter ? OperatingSystem.IsWindows() && line.StartsWith(WindowsEndOfInput) : line.Length == 0)
        {
            return InputState.End;
        }

        into.Add(isEnter ? line + Environment.NewLine : line);
        return InputState.Some;
    }

    private void Erase()
    {
        if (_line.Length == 0)
        {
            return;
        }

        // A character outside of the first plane is two here, and as wide as two there.
        int count = _line.Length > 1 && char.IsLowSurrogate(_line[^1]) ? 2 : 1;
        _line.Length -= count;
        Echo(new string('\b', count) + new string(' ', count) + new string('\b', count));
    }
}
