using System.Collections;
using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using AsyncCSharp.Text;
using AsyncCSharp.Typing;

namespace AsyncCSharp.Prompting;

/// <summary>What is told about the text at a C# prompt: of C#, and behind a <c>!</c> what PowerShell knows.</summary>
/// <param name="session">The session of the prompt.</param>
internal sealed class PromptHelp(CSharpSession session) : ITypingHelp
{
    private const string Bold = "\e[1m";
    private const string NotBold = "\e[22m";
    private const int ShownOverloads = 8;
    private const int ShownWords = 4;
    private const int NarrowestHint = 20;

    /// <inheritdoc/>
    public CommandCompletion? Complete(string text, int cursor, Func<bool> isKeyTyped)
    {
        int start = PromptDirectives.CodeStart(text, out bool isShell);
        if (start > cursor)
        {
            return PromptDirectives.CompleteName(text, cursor);
        }

        if (isShell)
        {
            return CompleteShell(text, start, cursor);
        }

        CodeCompletions found = CodeAnswers.Complete(session, new CodeQuestion(text[start..], cursor - start), isKeyTyped);
        return found.Items is [{ Namespace: { } name }, ..] && found.Items.All(i => i.Namespace == name)
            ? Import(text, start, found, name)
            : CodeAnswers.ToShell(found, start + found.Start, found.Length, static t => t);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Explain(string text, int cursor, Func<bool> isKeyTyped)
    {
        int start = PromptDirectives.CodeStart(text, out bool isShell);
        if (isShell || start > cursor)
        {
            return [];
        }

        CodeQuestion question = new(text[start..], cursor - start);
        if (CodeAnswers.Signatures(session, question, isKeyTyped) is { } signatures)
        {
            return [.. Lines(signatures)];
        }

        return CodeAnswers.Describe(session, question) is { } note ? [.. Lines(note)] : [];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> HintAsync(string text, int cursor, int width, CancellationToken cancellationToken)
    {
        int start = PromptDirectives.CodeStart(text, out bool isShell);
        if (isShell || start >= cursor || width < NarrowestHint)
        {
            return [];
        }

        ICodeHelp help = CodeAnswers.HelpFor(session);
        CodeQuestion question = new(text[start..], cursor - start) { Limit = ShownWords };
        List<string> lines = [];
        if (await help.SignaturesAsync(question, cancellationToken).ConfigureAwait(false) is { } signatures)
        {
            lines.AddRange(HintLines.Of(signatures, width));
        }

        if (text[cursor - 1] is '.' or '_' || char.IsLetterOrDigit(text[cursor - 1]))
        {
            CodeCompletions found = await help.CompleteAsync(question, cancellationToken).ConfigureAwait(false);
            lines.AddRange(found.Items.Count > 0 ? HintLines.Of(found.Items, width) : []);
        }

        return lines;
    }

    private static IEnumerable<string> Lines(CodeSignatures found)
    {
        CodeSignature best = found.All[found.Best];
        foreach (CodeSignature signature in found.All.Take(ShownOverloads).Append(best).Distinct())
        {
            yield return signature == best ? HintLines.Of(signature) : ShownText.Of(signature.Note.Signature);
        }

        if (best.Note.Summary.Length > 0)
        {
            yield return ShownText.Of(best.Note.Summary);
        }

        if (best.Parameter.Length > 0)
        {
            yield return $"{Bold}{ShownText.Of(best.Note.Signature.Substring(best.Start, best.Length))}{NotBold}: {ShownText.Of(best.Parameter)}";
        }
    }

    private static IEnumerable<string> Lines(CodeNote note) => $"{note.Signature}\n{note.Summary}".Trim().Split('\n').Select(static line => ShownText.Of(line));

    // The word alone, and before all else the directive that it needs. Where the choice is between namespaces, each word has its own with it.
    private static CommandCompletion Import(string text, int start, CodeCompletions found, string name)
    {
        int word = start + found.Start;
        int line = PromptDirectives.EndOfDirectives(text, start);
        string before = $"{text[..line]}using {name};\n{text[line..word]}";
        CodeCompletions whole = found with { Items = [.. found.Items.Select(i => i with { Text = before + i.Text[(name.Length + 1)..] })] };
        return CodeAnswers.ToShell(whole, 0, word + found.Length, static t => t);
    }

    private static CommandCompletion CompleteShell(string text, int start, int cursor)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        CommandCompletion found = CommandCompletion.CompleteInput(text[start..], cursor - start, new Hashtable(), shell);
        found.ReplacementIndex += start;
        return found;
    }
}
