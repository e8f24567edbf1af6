namespace AsyncCSharp.Editing;

/// <summary>Binds the keys of the copy: as the shell's editor has them, and where a function knows PowerShell, to what does the same for C#.</summary>
internal sealed class EditorKeys(EditorMembers editor, CellKeys actions)
{
    // What a key does in the shell, and what it does here.
    private readonly Dictionary<string, Action<ConsoleKeyInfo?, object?>> _functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AcceptLine"] = actions.Accept,
        ["ValidateAndAcceptLine"] = actions.Accept,
        ["ViAcceptLine"] = actions.AcceptCommand,
        ["AcceptAndGetNext"] = actions.Accept,
        ["AddLine"] = actions.NewLine,
        ["DeleteCharOrExit"] = actions.DeleteOrLeave,
        ["ViAcceptLineOrExit"] = actions.DeleteOrLeave,
        ["BackwardDeleteChar"] = actions.BackwardDelete,
        ["DeleteChar"] = actions.Delete,
        ["BackwardChar"] = actions.Backward,
        ["ForwardChar"] = actions.Forward,
        ["Complete"] = actions.Complete,
        ["MenuComplete"] = actions.CompleteByMenu,
        ["TabCompleteNext"] = actions.CompleteNext,
        ["ViTabCompleteNext"] = actions.CompleteNextInVi,
        ["ShowParameterHelp"] = actions.ShowHelp,
        ["ShowCommandHelp"] = actions.ShowHelp,
    };

    // They look at PowerShell's commands.
    private readonly string[] _unwanted =
        actions.CanComplete ? ["SelectCommandArgument"] : ["PossibleCompletions", "SelectCommandArgument", "TabCompletePrevious", "ViTabCompletePrevious"];

    /// <summary>Binds them.</summary>
    /// <param name="shell">The class of the shell's editor; null where it has none.</param>
    public void Bind(Type? shell)
    {
        if (shell is not null)
        {
            Copy(EditorMembers.KeysOf(shell));
        }

        foreach ((string key, string function) in editor.Keys())
        {
            if (_functions.TryGetValue(function, out Action<ConsoleKeyInfo?, object?>? action))
            {
                Set(key, action, function);
            }
            else if (_unwanted.Contains(function, StringComparer.OrdinalIgnoreCase))
            {
                Remove(key);
            }
            else if (key == "Escape" && function == "RevertLine")
            {
                Set(key, CellKeys.Ignore, function);
            }
            else if (key == "UpArrow" && function is "PreviousHistory" or "HistorySearchBackward")
            {
                Set(key, actions.Up, function);
            }
            else if (key == "DownArrow" && function is "NextHistory" or "HistorySearchForward")
            {
                Set(key, actions.Down, function);
            }
        }

        Set("Ctrl+d", actions.DeleteOrLeave, "DeleteCharOrExit");
        Set("Alt+Enter", actions.NewLine, "AddLine");
        Set("}", actions.CloseBrace, "SelfInsert");
        Set(TypingPopup.KeyName, actions.Choose, "Complete");
        Set(PasteReader.KeyName, actions.Paste, "Paste");
    }

    // Keys with a script block of the user's work on the shell's line, and stay there.
    private void Copy(Dictionary<string, string> shell)
    {
        Dictionary<string, string> own = editor.Keys();
        foreach ((string key, string function) in shell)
        {
            if (own.GetValueOrDefault(key) != function && editor.Function(function) is { } action)
            {
                Set(key, action, function);
            }
        }

        foreach (string key in own.Keys.Where(key => !shell.ContainsKey(key)))
        {
            Remove(key);
        }
    }

    private void Set(string key, Action<ConsoleKeyInfo?, object?> action, string function) =>
        Change(key, keys => editor.SetKeyHandler(keys, action, function, string.Empty));

    private void Remove(string key) => Change(key, editor.RemoveKeyHandler);

    // A key of Vi's command mode has angle brackets around it.
    private void Change(string key, Action<string[]> change)
    {
        bool isCommand = key.Length > 2 && key[0] == '<' && key[^1] == '>';
        if (isCommand && editor.CommandMode is null)
        {
            return;
        }

        try
        {
            using IDisposable? table = isCommand ? editor.CommandMode!() : null;
            change([isCommand ? key[1..^1] : key]);
        }
        catch (ArgumentException)
        {
            // A key that this version writes and does not read.
        }
    }
}
