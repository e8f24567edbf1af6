using System.Management.Automation;
using System.Management.Automation.Language;

namespace AsyncCSharp.Prompting;

/// <summary>
/// What can be typed at a C# prompt and is no C#: <c>#who</c>, <c>!Get-Date</c>. Most directives are a cmdlet under a shorter name, and what
/// follows them are its arguments. A directive that is not known is C#'s.
/// </summary>
/// <param name="sessionArgument">What tells a cmdlet the session of the prompt; empty for the default one.</param>
internal sealed class PromptDirectives(string sessionArgument)
{
    private const string Time = "#time";

    // As people write them.
    private static readonly string[] s_names = ["#help", "#exit", "#reset", Time, "#who", "#history", "#load", "#r", "#autoawait"];

    private static readonly string[] s_leaving = ["exit", "exit()", "quit", "quit()"];

    /// <summary>Reads a text.</summary>
    public PromptLine Read(string text)
    {
        string line = text.Trim();
        if (s_leaving.Contains(line.TrimEnd(';')))
        {
            return new PromptLine(PromptLineKind.Leave);
        }

        if (line.StartsWith('!'))
        {
            return new PromptLine(PromptLineKind.Shell, line[1..].Trim());
        }

        if (!line.StartsWith('#'))
        {
            return new PromptLine(PromptLineKind.Cell, text);
        }

        int end = line.AsSpan().IndexOfAny(' ', '\t', '\n');
        string name = end < 0 ? line : line[..end];
        return Directive(name.ToLowerInvariant(), line[name.Length..].Trim()) ?? new PromptLine(PromptLineKind.Cell, text);
    }

    /// <summary>Whether a text is whole, or more lines could make it so.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCellComplete">Tells it of C#.</param>
    public bool IsWhole(string text, Func<string, bool> isCellComplete)
    {
        PromptLine line = Read(text);
        if (line.Kind == PromptLineKind.Shell)
        {
            _ = Parser.ParseInput(line.Text, out _, out ParseError[] errors);
            return !Array.Exists(errors, static e => e.IncompleteInput);
        }

        return line.Kind != PromptLineKind.Cell || string.IsNullOrWhiteSpace(text) || isCellComplete(line.Text);
    }

    /// <summary>The PowerShell line that runs a cell.</summary>
    public string CommandFor(string cell) => $"Invoke-CSharpCell {Quote(cell)}{sessionArgument}";

    /// <summary>A text as PowerShell's literal.</summary>
    public static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>Where in a text that is being typed the C# begins, or the PowerShell.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isShell">Whether it is PowerShell.</param>
    public static int CodeStart(string text, out bool isShell)
    {
        int start = text.Length - text.AsSpan().TrimStart().Length;
        isShell = start < text.Length && text[start] == '!';
        if (isShell)
        {
            return start + 1;
        }

        ReadOnlySpan<char> rest = text.AsSpan(start);
        bool isTime = rest.StartsWith(Time, StringComparison.OrdinalIgnoreCase) && rest.Length > Time.Length && char.IsWhiteSpace(rest[Time.Length]);
        return isTime ? start + Time.Length + 1 : rest is ['#', ..] && !rest.ContainsAny(' ', '\n') ? text.Length + 1 : 0;
    }

    /// <summary>The names of directives that begin as a text does.</summary>
    public static CommandCompletion CompleteName(string text, int cursor)
    {
        string word = text[..Math.Min(cursor, text.Length)].TrimStart();
        CompletionResult[] found = [.. s_names.Where(n => n.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Select(static n => new CompletionResult(n, n, CompletionResultType.Keyword, n))];
        return new CommandCompletion([.. found], -1, cursor - word.Length, word.Length);
    }

    /// <summary>Where a using directive may stand: behind lines that begin with a directive of the compiler's.</summary>
    public static int EndOfDirectives(string text, int start)
    {
        while (start < text.Length && text.AsSpan(start).TrimStart() is ['#', ..] && text.IndexOf('\n', start) is var end and >= 0)
        {
            start = end + 1;
        }

        return start;
    }

    private PromptLine? Directive(string name, string rest) => name switch
    {
        "#help" => new PromptLine(PromptLineKind.Help),
        "#exit" or "#quit" => new PromptLine(PromptLineKind.Leave),
        "#history" => new PromptLine(PromptLineKind.History, rest),
        "#reset" => Shell($"Reset-CSharpSession{sessionArgument}"),
        "#who" => Shell($"Get-CSharpVariable {rest}".TrimEnd() + sessionArgument),
        Time when rest.Length > 0 => Shell($"Measure-CSharpCell {Quote(rest)}{sessionArgument}"),
        "#autoawait" => Shell((rest.Length == 0 ? "Get-AutoAwait" : $"Set-AutoAwait {rest}") + sessionArgument),

        // With quotes they are C#'s own.
        "#load" when rest.Length > 0 && rest[0] != '"' => Shell($"Invoke-CSharpCell -Path {Quote(rest.Trim('\''))}{sessionArgument}"),
        "#r" when rest.Length > 0 && rest[0] != '"' => new PromptLine(PromptLineKind.Cell, $"#r \"{rest}\""),
        _ => null,
    };

    private static PromptLine Shell(string line) => new(PromptLineKind.Shell, line);
}
