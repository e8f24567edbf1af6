using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Completing;

/// <summary>How a text may go on: Roslyn's answers, cut down to what fits what is typed, and in an order for a person.</summary>
internal static class Completions
{
    // Below it the types of all namespaces are no help.
    private const int ShortestImport = 3;

    // However long it takes: a list without any description is no help.
    private const int AlwaysDescribed = 10;

    private static readonly string[] s_types =
        [WellKnownTags.Class, WellKnownTags.Structure, WellKnownTags.Interface, WellKnownTags.Enum, WellKnownTags.Delegate, WellKnownTags.TypeParameter];

    /// <summary>The answers.</summary>
    public static async Task<CodeCompletions> FindAsync(Document document, CodeQuestion question, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (IsInDirective(question, text) || CompletionService.GetService(document) is not { } service)
        {
            return CodeCompletions.None(question.Position);
        }

        CompletionList list = await service.GetCompletionsAsync(document, question.Position, cancellationToken: cancellationToken).ConfigureAwait(false);
        TextSpan span = list.Span;
        string word = question.Code[span.Start..question.Position];
        HashSet<string>? own = await OwnMembers.FindAsync(document, span.Start, cancellationToken).ConfigureAwait(false);
        CompletionItem[] fitting = [.. Fitting(list.ItemsList, word, own, service, document).Take(question.Limit)];
        CompletionChange[] changes = await ChangesAsync(fitting, service, document, cancellationToken).ConfigureAwait(false);

        // Some write more than the word anew: an override has the words before it.
        int start = changes.Where(static c => c is not null).Select(static c => c.TextChange.Span.Start).Append(span.Start).Min();
        List<CodeCompletion> found = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        int described = 0;
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < fitting.Length; i++)
        {
            string written = changes[i] is { } change
                ? question.Code[start..change.TextChange.Span.Start] + change.TextChange.NewText!.ReplaceLineEndings("\n")
                : question.Code[start..span.Start] + TextOf(fitting[i]);
            if (seen.Add(written))
            {
                bool isDescribed = found.Count >= question.FirstDescribed
                    && ((described < AlwaysDescribed && question.DescribingTime > TimeSpan.Zero) || watch.Elapsed < question.DescribingTime);
                described += isDescribed ? 1 : 0;
                CodeNote note = isDescribed ? await NoteAsync(fitting[i], service, document, cancellationToken).ConfigureAwait(false) : CodeNote.Empty;
                found.Add(new CodeCompletion(written, ShownOf(fitting[i]), KindOf(fitting[i])) { Note = note });
            }
        }

        if (word.Length >= ShortestImport && start == span.Start && list.ItemsList.Any(IsType) && !FollowsDot(question.Code, start))
        {
            HashSet<string> known = [.. list.ItemsList.Select(static i => i.FilterText)];
            found.AddRange((await ImportableTypes.FindAsync(document, word, known, cancellationToken).ConfigureAwait(false)).Take(question.Limit - found.Count));
        }

        return new CodeCompletions(start, span.End - start, found);
    }

    // The directives that are not the compiler's are blanks in its text: each name of the session would fit there.
    private static bool IsInDirective(CodeQuestion question, SourceText text)
    {
        TextLine line = text.Lines.GetLineFromPosition(question.Position);
        return question.Code.AsSpan(line.Start..question.Position).TrimStart() is ['#', ..]
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, question.Position)));
    }

    private static IEnumerable<CompletionItem> Fitting(IReadOnlyList<CompletionItem> items, string word, HashSet<string>? own, CompletionService service, Document document)
    {
        CompletionItem[] fitting = [.. items.Where(i => i.FilterText.StartsWith(word, StringComparison.OrdinalIgnoreCase) && !i.Tags.Contains(WellKnownTags.Snippet))];
        if (fitting.Length == 0)
        {
            // "SB" for StringBuilder, where that is all it can be.
            return service.FilterItems(document, [.. items], word) is [var only] ? [only] : [];
        }

        return fitting
            .OrderByDescending(i => i.Rules.MatchPriority)
            .ThenBy(i => i.FilterText.StartsWith(word, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(i => Rank(i, own))
            .ThenBy(i => i.SortText, StringComparer.OrdinalIgnoreCase);
    }

    // Whether a word that is both a method of the type and an extension method is tagged as the one or the other is up to chance, in Roslyn.
    private static int Rank(CompletionItem item, HashSet<string>? own) => KindOf(item) switch
    {
        CodeKind.Method when own?.Contains(item.DisplayText) == false => 1,
        CodeKind.Variable or CodeKind.Property or CodeKind.Method => 0,
        CodeKind.Type => 2,
        CodeKind.Keyword => 3,
        _ => 4,
    };

    private static async Task<CompletionChange[]> ChangesAsync(CompletionItem[] items, CompletionService service, Document document, CancellationToken cancellationToken)
    {
        CompletionChange[] changes = new CompletionChange[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            changes[i] = items[i].IsComplexTextEdit ? await service.GetChangeAsync(document, items[i], cancellationToken: cancellationToken).ConfigureAwait(false) : null!;
        }

        return changes;
    }

    private static async Task<CodeNote> NoteAsync(CompletionItem item, CompletionService service, Document document, CancellationToken cancellationToken) =>
        await service.GetDescriptionAsync(document, item, cancellationToken).ConfigureAwait(false) is { } description ? Descriptions.NoteOf(description.Text) : CodeNote.Empty;

    // A named argument has its colon with it.
    private static string TextOf(CompletionItem item) =>
        item.Properties.TryGetValue("InsertionText", out string? text) ? text : item.DisplayTextSuffix == ":" ? item.DisplayText + ": " : item.DisplayText;

    private static string ShownOf(CompletionItem item) => item.DisplayTextPrefix + item.DisplayText + item.DisplayTextSuffix;

    private static CodeKind KindOf(CompletionItem item) => item.Tags.Select(KindOf).FirstOrDefault(static k => k != CodeKind.Other);

    private static CodeKind KindOf(string tag) => tag switch
    {
        WellKnownTags.Keyword => CodeKind.Keyword,
        WellKnownTags.Namespace => CodeKind.Namespace,
        WellKnownTags.Method or WellKnownTags.ExtensionMethod => CodeKind.Method,
        WellKnownTags.Property or WellKnownTags.Event => CodeKind.Property,
        WellKnownTags.Local or WellKnownTags.Parameter or WellKnownTags.RangeVariable or WellKnownTags.Field or WellKnownTags.Constant or WellKnownTags.EnumMember => CodeKind.Variable,
        _ => Array.IndexOf(s_types, tag) >= 0 ? CodeKind.Type : CodeKind.Other,
    };

    private static bool IsType(CompletionItem item) => KindOf(item) == CodeKind.Type;

    private static bool FollowsDot(string code, int position) => code.AsSpan(0, position).TrimEnd() is [.., '.' or ':'];
}
