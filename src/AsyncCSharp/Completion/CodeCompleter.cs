using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AsyncCSharp.Typing;

namespace AsyncCSharp;

/// <summary>
/// Completes the text of a cell at its end, in shells whose completion is not asked by anybody at a prompt. PowerShell tells a completer neither where
/// the cursor is nor the text as it is written, and asks none for here-strings: <c>TabExpansion2</c> does better where it is ours.
/// </summary>
public sealed class CodeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        commandAst is null ? [] : ScriptCompletion.CompleteArgument(commandAst, wordToComplete);
}
