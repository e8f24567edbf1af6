using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>
/// Stands between PSReadLine and its console, as its interface, which is known by name only. What reads keys goes by <see cref="PasteReader"/>, and what
/// has been drawn is painted; the rest passes. The runtime makes a class of it, so it is open.
/// </summary>
internal class TerminalProxy : DispatchProxy
{
    private object? _console;
    private PasteReader? _keys;
    private EditorTerminal? _terminal;
    private EditorScreen? _screen;
    private Action<int, int>? _setCursor;
    private (int Left, int Top) _cursor;
    private bool _isDrawn;

    /// <summary>Puts one before a console.</summary>
    /// <param name="contract">The interface of the console.</param>
    /// <param name="console">The console.</param>
    public static EditorTerminal Before(Type contract, object console)
    {
        object proxy = Create(contract, typeof(TerminalProxy));
        TerminalProxy self = (TerminalProxy)proxy;
        self._console = console;
        self._keys = new PasteReader(
            contract.GetMethod("ReadKey")!.CreateDelegate<Func<ConsoleKeyInfo>>(console),
            contract.GetProperty("KeyAvailable")!.GetMethod!.CreateDelegate<Func<bool>>(console));
        self._screen = new EditorScreen(
            Getter("BufferWidth"),
            Getter("WindowHeight"),
            Getter("WindowTop"),
            contract.GetMethod("Write")!.CreateDelegate<Action<string>>(console),
            self.Draw,
            rows => self._cursor.Top += rows,
            self.Repaint,
            () => self._isDrawn = true);
        self._setCursor = contract.GetMethod("SetCursorPosition")!.CreateDelegate<Action<int, int>>(console);
        return self._terminal = new EditorTerminal(proxy, self._keys, self._screen, Getter("CursorTop"));

        Func<int> Getter(string name) => contract.GetProperty(name)!.GetMethod!.CreateDelegate<Func<int>>(console);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case "ReadKey":
                return _terminal!.Popup is { } popup ? popup.Read(_keys!) : _keys!.Read();
            case "get_KeyAvailable":
                return _keys!.IsKeyAvailable;
            case "Write":
                _isDrawn = true;
                break;
            case "SetCursorPosition":
                _cursor = ((int)args![0]!, (int)args[1]!);
                break;

            // The editor shows the cursor at the end of each drawing.
            case "set_CursorVisible" when args is [true]:
                Paint();
                break;
        }

        return targetMethod.Invoke(_console, BindingFlags.DoNotWrapExceptions, null, args, null);
    }

    private void Draw(string output)
    {
        _screen!.Write(output);
        _setCursor!(_cursor.Left, _cursor.Top);
    }

    private void Repaint()
    {
        _isDrawn = true;
        Paint();
    }

    private void Paint()
    {
        if (!_isDrawn || _terminal!.Painter is not { IsOn: true } painter)
        {
            return;
        }

        _isDrawn = false;
        string output = painter.Paint(_screen!.Width(), _screen.Top(), _screen.Height());
        if (output.Length > 0)
        {
            Draw(output);
        }
    }
}
