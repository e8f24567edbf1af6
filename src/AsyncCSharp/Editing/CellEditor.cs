using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>An editor for cells: a copy of the shell's PSReadLine, set up for C#. On the pipeline thread only.</summary>
internal sealed class CellEditor
{
    private readonly EditorMembers _members;
    private readonly EditorSettings _settings;
    private readonly EditorTerminal _terminal;
    private readonly CellKeys _keys;
    private ITypingHelp? _help;

    private CellEditor(EditorMembers members, Type? shell)
    {
        _members = members;
        _settings = new EditorSettings(members);
        _settings.Apply(shell?.GetMethod("GetOptions", BindingFlags.Public | BindingFlags.Static)?.Invoke(null, null));
        _terminal = TerminalProxy.Before(members.Console.FieldType, members.Console.GetValue(members.Singleton)!);
        members.Console.SetValue(members.Singleton, _terminal.Proxy);
        if (members.Screen is { } screen)
        {
            _terminal.Painter = new CellPainter(members, screen);
            _terminal.Popup = members.Methods is null ? null : TypingPopup.Of(members, _terminal.Painter, _terminal.Screen, screen);
        }

        _keys = new CellKeys(members, _terminal);
        if (members.Methods is { } methods)
        {
            methods.SetValue(members.Singleton, MethodsProxy.Before(methods.FieldType, methods.GetValue(members.Singleton)!, (text, cursor) => _help?.Complete(text, cursor, IsKeyTyped)));
            _keys.CanComplete = true;
        }

        new EditorKeys(members, _keys).Bind(shell);
    }

    /// <summary>Makes one. Null where there is no PSReadLine, or one that is other than those that are known.</summary>
    public static CellEditor? Create()
    {
        if (EditorAssembly.Path is not { } path)
        {
            return null;
        }

        try
        {
            Type? shell = EditorAssembly.OfShell?.GetType("Microsoft.PowerShell.PSConsoleReadLine");
            return new CellEditor(EditorMembers.Of(new EditorContext(Path.GetDirectoryName(path)!).LoadFromAssemblyPath(path)), shell);
        }
        catch (Exception)
        {
            // Whatever another version of PSReadLine throws that is made of other parts: the host reads lines then.
            return null;
        }
    }

    /// <summary>Reads a text that is whole. Null means that the user leaves; an empty text that there is nothing to run.</summary>
    /// <param name="intrinsics">The shell, for what runs while it waits.</param>
    /// <param name="continuation">What stands before the second line and those after it.</param>
    /// <param name="isComplete">Whether a text is whole.</param>
    /// <param name="help">What is told about the text while it is typed.</param>
    public string? Read(EngineIntrinsics intrinsics, string continuation, Func<string, bool> isComplete, ITypingHelp help)
    {
        _help = help;
        _settings.SetContinuation(continuation);
        if (_terminal.Painter is { } painter)
        {
            painter.Indent = continuation.Length;
            painter.IsOn = !_members.ServesScreenReader && CellColors.AreWanted(intrinsics);
        }

        if (_terminal.Popup is { } popup)
        {
            popup.Begin();
            popup.View.Indent = continuation.Length;
            popup.IsOn = _terminal.Painter is { IsOn: true } && EditorChoice.HasHints;
            popup.Help = help;
            if (popup.IsOn)
            {
                _terminal.Write(PopupView.MakeRoom(_terminal.Screen.Height()));
            }
        }

        _terminal.Keys.ReadFirst(TypedAhead.Take());
        _keys.Begin();
        _keys.IsComplete = isComplete;
        _keys.Explain = (text, cursor) => help.Explain(text, cursor, IsKeyTyped);
        _terminal.MarkPastes(on: true);
        try
        {
            string text = _members.ReadLine(Runspace.DefaultRunspace!, intrinsics, null);
            if (_keys.Accepted is { } accepted)
            {
                Remember(accepted);
                return accepted;
            }

            return _keys.Leaves ? null : text;
        }
        finally
        {
            _terminal.MarkPastes(on: false);
        }
    }

    private bool IsKeyTyped() => _terminal.Keys.IsKeyAvailable;

    // What the file of the history does not take, half a character among other things, is a cell all the same.
    private void Remember(string accepted)
    {
        try
        {
            _members.AddToHistory(accepted);
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // It is not in the history.
        }
    }
}
