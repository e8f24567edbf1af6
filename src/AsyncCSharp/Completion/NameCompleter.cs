using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Sessions;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>Completes one of a list of names.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private protected NameCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (LanguagePolicy.RefusesRunspace())
        {
            return [];
        }

        string prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return Names(fakeBoundParameters)
            .Where(n => n.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(n => new CompletionResult(Quote(n.Name), ShownText.Of(n.Name), CompletionResultType.ParameterValue, ShownText.Of(n.Description)));
    }

    private protected abstract IEnumerable<(string Name, string Description)> Names(IDictionary parameters);

    /// <summary>The session that the command which is typed is about; null where there is none of that name.</summary>
    private protected static CSharpSession? SessionOf(IDictionary parameters)
    {
        object? argument = PSValue.Unwrap(parameters["Session"]);
        return argument as CSharpSession ?? RunspaceSessions.Current.Find(argument?.ToString() ?? RunspaceSessions.DefaultSessionName);
    }

    private static string Quote(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.')
        ? name
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
