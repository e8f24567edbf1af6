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
    private Func<int> _width = static () => 0;
    private Func<int> _height = static () => 0;
    private Func<int> _top = static () => 0;
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
        self._width = Getter("BufferWidth");
        self._height = Getter("WindowHeight");
        self._top = Getter("WindowTop");
        self._setCursor = contract.GetMethod("SetCursorPosition")!.CreateDelegate<Action<int, int>>(console);
        return self._terminal = new EditorTerminal(proxy, self._keys, contract.GetMethod("Write")!.CreateDelegate<Action<string>>(console), Getter("CursorTop"), Getter("WindowHeight"));

        Func<int> Getter(string name) => contract.GetProperty(name)!.GetMethod!.CreateDelegate<Func<int>>(console);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case "ReadKey":
                return ReadKey();
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

    private ConsoleKeyInfo ReadKey()
    {
        if (_terminal!.Hints is not { } hints)
        {
            return _keys!.Read();
        }

        hints.Wait(() => _keys!.IsKeyAvailable, () => (_width(), _top(), _height()), Draw);
        ConsoleKeyInfo key = _keys!.Read();
        hints.Clear(Draw);
        return key;
    }

    private void Draw(string output)
    {
        _terminal!.Write(output);
        _setCursor!(_cursor.Left, _cursor.Top);
    }

    private void Paint()
    {
        if (!_isDrawn || _terminal!.Painter is not { IsOn: true } painter)
        {
            return;
        }

        _isDrawn = false;
        string output = painter.Paint(_width(), _top(), _height());
        if (output.Length > 0)
        {
            Draw(output);
        }
    }
}
