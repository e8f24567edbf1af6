using System.Management.Automation;
using System.Management.Automation.Language;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Typing;

/// <summary>Completes C# in scripts that are being typed: <c>cs '...'</c>, here-strings. On the pipeline thread.</summary>
internal static class ScriptCompletion
{
    private const string SessionParameter = "Session";
    private const string VariableParameter = "Variable";

    /// <summary>The completions at a place in a script; null where it is not in C#, or where nothing fits.</summary>
    /// <param name="script">The script.</param>
    /// <param name="offset">The place.</param>
    public static CommandCompletion? Complete(Ast script, int offset)
    {
        EngineIntrinsics? shell = null;
        if (LanguagePolicy.RefusesRunspace() || ScriptCell.At(script, offset, name => (shell ??= CurrentShell.Intrinsics)?.Resolve(name)) is not { } cell)
        {
            return null;
        }

        CodeQuestion question = new(cell.Text.Text, cell.Position) { InputType = PassedTypes.OfInput(cell.Source), Variables = PassedTypes.OfVariables(cell.ValueOf(VariableParameter)) };
        CodeCompletions found = CodeAnswers.Complete(SessionOf(cell), question);
        if (found.Items.Count == 0)
        {
            return null;
        }

        int start = cell.Text.ToScript(found.Start);
        return CodeAnswers.ToShell(found, start, cell.Text.ToScript(found.Start + found.Length) - start, cell.Text.Write);
    }

    /// <summary>The completions at the end of the text that a command is given, as arguments: each has all of the text with it. Where C# has none, script files.</summary>
    /// <param name="command">The command.</param>
    /// <param name="word">The argument as PowerShell has it, in which quotes are not doubled any more.</param>
    public static IEnumerable<CompletionResult> CompleteArgument(CommandAst command, string? word)
    {
        foreach (CommandElementAst element in command.CommandElements.Skip(1))
        {
            string literal = element.Extent.Text;
            if (element is not StringConstantExpressionAst { StringConstantType: StringConstantType.SingleQuoted or StringConstantType.DoubleQuoted } text || !Means(text, word))
            {
                continue;
            }

            QuotedText quoted = QuotedText.Of(literal, element.Extent.StartOffset, text.StringConstantType);
            int end = quoted.ToScript(quoted.Text.Length);
            if (Complete(command, end) is not { } found)
            {
                break;
            }

            string before = literal[..(found.ReplacementIndex - element.Extent.StartOffset)];
            return found.CompletionMatches.Select(m => new CompletionResult($"{before}{m.CompletionText}{literal[0]}", m.ListItemText, m.ResultType, m.ToolTip)).ToArray();
        }

        return ScriptCell.TakesFiles(command, static name => CurrentShell.Intrinsics?.Resolve(name)) ? Files(word) : [];
    }

    // The path of a script file stands where a cell may.
    private static CompletionResult[] Files(string? word) =>
        [.. CompletionCompleters.CompleteFilename(word ?? string.Empty).Where(static f => f.ResultType == CompletionResultType.ProviderContainer || CellSource.IsScriptFile(f.ListItemText) || CellSource.IsProgramFile(f.ListItemText))];

    private static bool Means(StringConstantExpressionAst text, string? word) => text.Value == (word ?? string.Empty).Trim(text.Extent.Text[0]) || text.Extent.Text == word;

    private static CSharpSession? SessionOf(ScriptCell cell)
    {
        object? given = cell.ValueOf(SessionParameter) switch
        {
            StringConstantExpressionAst name => name.Value,
            VariableExpressionAst variable => PSValue.Unwrap(CurrentShell.Intrinsics?.SessionState.PSVariable.GetValue(variable.VariablePath.UserPath)),
            _ => RunspaceSessions.DefaultSessionName,
        };
        return given as CSharpSession ?? RunspaceSessions.Current.Find(given?.ToString() ?? RunspaceSessions.DefaultSessionName);
    }
}
