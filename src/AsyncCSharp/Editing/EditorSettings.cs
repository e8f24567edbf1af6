using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>Makes the options of the copy those of the shell's editor, as far as they are good for C#.</summary>
internal sealed class EditorSettings(EditorMembers editor)
{
    private const string HistoryFile = "AsyncCSharp_history.txt";

    // What is the copy's own, or has code of PowerShell behind it. Modes and views are set in another way.
    private static readonly string[] s_own =
    [
        "AddToHistoryHandler", "CommandValidationHandler", "ContinuationPrompt", "EditMode", "ExtraPromptLineCount", "HistorySavePath", "HistorySaveStyle",
        "HistorySearchCursorMovesToEnd", "PredictionSource", "PredictionViewStyle", "PromptText", "ViModeChangeHandler",
    ];

    // The colours of PowerShell's words, which would be misleading.
    private static readonly string[] s_wordColors =
        ["Command", "Comment", "Error", "Keyword", "Member", "Number", "Operator", "Parameter", "String", "Type", "Variable"];

    private readonly Type _options = editor.Options.GetType();

    /// <summary>Sets them, before the first text is read.</summary>
    /// <param name="shells">The options of the shell's editor; null where it has none, or another one.</param>
    public void Apply(object? shells)
    {
        if (shells is not null)
        {
            Copy(shells);
        }

        Type type = shells?.GetType() ?? _options;
        object from = shells ?? editor.Options;
        editor.SetOptions(("EditMode", type.GetProperty("EditMode")!.GetValue(from)!));
        SetPredictions(type, from);
        Set("HistorySearchCursorMovesToEnd", true);
        foreach (string word in s_wordColors)
        {
            Set(word + "Color", Get("DefaultTokenColor"));
        }

        bool saves = type.GetProperty("HistorySaveStyle")?.GetValue(from)?.ToString() != "SaveNothing";

        // A file of its own, where the shell's is by default. What the shell keeps to itself, such as lines with a token, are words of C# here.
        if (Get("HistorySavePath") is string path && Path.GetDirectoryName(path) is { Length: > 0 } folder && path != "/dev/null")
        {
            string file = Path.Combine(folder, HistoryFile);
            Set("HistorySavePath", file);
            if (saves)
            {
                MakePrivate(file);
            }
        }

        Set("AddToHistoryHandler", new Func<string, object>(_ => saves ? "MemoryAndFile" : "MemoryOnly"));
    }

    /// <summary>What stands before the second line of a text, and those after it.</summary>
    public void SetContinuation(string prompt) => Set("ContinuationPrompt", prompt);

    // For nobody else to read: cells with a password or a token are kept as well.
    private static void MakePrivate(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using FileStream opened = new(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = Own });
            File.SetUnixFileMode(opened.SafeFileHandle, Own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The editor goes on without a file.
        }
    }

    private void Copy(object shells)
    {
        foreach (PropertyInfo property in shells.GetType().GetProperties())
        {
            if (!property.CanRead || Array.IndexOf(s_own, property.Name) >= 0 || _options.GetProperty(property.Name) is not { CanWrite: true } own)
            {
                continue;
            }

            object? value = property.GetValue(shells);
            if (own.PropertyType.IsEnum && value is not null)
            {
                // A mode that a script shows cannot be shown here.
                string name = value.ToString()!;
                own.SetValue(editor.Options, Enum.Parse(own.PropertyType, name == "Script" ? "Cursor" : name));
            }
            else if (value is string or int or bool)
            {
                own.SetValue(editor.Options, value);
            }
        }
    }

    // Predictors know PowerShell; the history here knows C#.
    private void SetPredictions(Type type, object from)
    {
        string source = type.GetProperty("PredictionSource")?.GetValue(from)?.ToString() ?? "None";
        Set("PredictionSource", source.StartsWith("History", StringComparison.Ordinal) ? "History" : "None");
    }

    private object? Get(string name) => _options.GetProperty(name)?.GetValue(editor.Options);

    private void Set(string name, object? value)
    {
        if (_options.GetProperty(name) is { CanWrite: true } property)
        {
            property.SetValue(editor.Options, property.PropertyType.IsEnum ? Enum.Parse(property.PropertyType, (string)value!) : value);
        }
    }
}
