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

    // As many as are seen at once are described in any case.
    private static readonly TimeSpan s_describing = TimeSpan.FromMilliseconds(1);

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
            ? Import(text, start, found)
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
    public async Task<TypingHint> HintAsync(string text, int cursor, bool hasChoices, int described, CancellationToken cancellationToken)
    {
        int start = PromptDirectives.CodeStart(text, out bool isShell);
        if (isShell || start >= cursor)
        {
            return TypingHint.Nothing;
        }

        ICodeHelp help = CodeAnswers.HelpFor(session);
        CodeQuestion question = new(text[start..], cursor - start) { FirstDescribed = described, DescribingTime = s_describing };
        CodeSignatures? called = await help.SignaturesAsync(question, cancellationToken).ConfigureAwait(false);
        if (!hasChoices || (text[cursor - 1] is not ('.' or '_') && !char.IsLetterOrDigit(text[cursor - 1])))
        {
            return new TypingHint(called, []);
        }

        CodeCompletions found = await help.CompleteAsync(question, cancellationToken).ConfigureAwait(false);
        return new TypingHint(called, [.. found.Items.Select(i => new TypingChoice(i.Shown, i.Note, Edit(text, start, found, i)))]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodeName>> NamesAsync(string text, CancellationToken cancellationToken)
    {
        int start = PromptDirectives.CodeStart(text, out bool isShell);
        if (isShell || start > text.Length)
        {
            return [];
        }

        IReadOnlyList<CodeName> names = await CodeAnswers.HelpFor(session).NamesAsync(new CodeQuestion(text[start..], 0), cancellationToken).ConfigureAwait(false);
        return start == 0 ? names : [.. names.Select(n => n with { Start = n.Start + start })];
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

    // Where the choice is between namespaces, each word has its own with it.
    private static CommandCompletion Import(string text, int start, CodeCompletions found)
    {
        CodeCompletions whole = found with { Items = [.. found.Items.Select(i => i with { Text = Edit(text, start, found, i).Text })] };
        TextEdit edit = Edit(text, start, found, found.Items[0]);
        return CodeAnswers.ToShell(whole, edit.Start, edit.Length, static t => t);
    }

    // The word; one that has to be imported has its directive before all else.
    private static TextEdit Edit(string text, int start, CodeCompletions found, CodeCompletion item)
    {
        int word = start + found.Start;
        if (item.Namespace is not { } name)
        {
            return new TextEdit(word, found.Length, item.Text);
        }

        int line = PromptDirectives.EndOfDirectives(text, start);
        return new TextEdit(line, word + found.Length - line, $"using {name};\n{text[line..word]}{item.Text[(name.Length + 1)..]}");
    }

    private static CommandCompletion CompleteShell(string text, int start, int cursor)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        CommandCompletion found = CommandCompletion.CompleteInput(text[start..], cursor - start, new Hashtable(), shell);
        found.ReplacementIndex += start;
        return found;
    }
}
