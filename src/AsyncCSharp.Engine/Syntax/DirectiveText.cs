using System.Text.RegularExpressions;
using AsyncCSharp.Engine.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Takes <c>#r</c>, <c>#load</c>, <c>#i</c> and <c>#!</c> out of a cell's text: they are the session's or the shell's business, not the compiler's.</summary>
internal static partial class DirectiveText
{
    /// <summary>
    /// Gives what they ask for, and the text with blanks in their place, so that no position moves. Behind a semicolon the line goes on as
    /// any other: at a prompt a cell is one line. What follows without one is left to the compiler, with the directive, for its error.
    /// </summary>
    public static (string Text, CellDirectives Directives) Extract(string text)
    {
        text = Shebang.Blank(text);
        bool mayAsk = CellDirectives.MayBeIn(text);
        List<DirectiveTriviaSyntax> found = [];
        while (((mayAsk ? BlankNext(text, found) : null) ?? DirectiveLines.Break(text)) is { } changed)
        {
            text = changed;
        }

        if (found.Count == 0)
        {
            return (text, CellDirectives.None);
        }

        found.Sort(static (a, b) => a.SpanStart.CompareTo(b.SpanStart));
        ProgramDirectives program = new();
        foreach (IgnoredDirectiveTriviaSyntax directive in found.OfType<IgnoredDirectiveTriviaSyntax>())
        {
            program.Add(directive.ToString()[2..]);
        }

        return (text, new CellDirectives(
            [.. found.OfType<ReferenceDirectiveTriviaSyntax>().Select(d => d.File.ValueText), .. program.References],
            [.. found.OfType<LoadDirectiveTriviaSyntax>().Select(d => d.File.ValueText), .. program.Includes])
        {
            Sources = [.. found.OfType<BadDirectiveTriviaSyntax>().Select(d => SourceOf(d).Groups[1].Value)],
            Refused = program.Refused,
        });
    }

    // Blanks the first directive of each line: the rest of the line may be another directive, which the next parse finds.
    private static string? BlankNext(string text, List<DirectiveTriviaSyntax> found)
    {
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.Options);
        char[]? blanked = null;
        IEnumerable<DirectiveTriviaSyntax> known = root.GetReferenceDirectives().Cast<DirectiveTriviaSyntax>().Concat(root.GetLoadDirectives());
        IEnumerable<DirectiveTriviaSyntax> ofPrograms = root.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.IgnoredDirectiveTrivia)).Select(t => (DirectiveTriviaSyntax)t.GetStructure()!);
        foreach (DirectiveTriviaSyntax directive in known.Concat(ofPrograms).Concat(BadDirectives(root).Where(d => SourceOf(d).Success)))
        {
            // The compiler wants to follow those that an #if leaves out, too.
            int? end = !directive.IsActive ? directive.EndOfDirectiveToken.SpanStart
                : EndOfFile(directive) is { } file ? EndOf(directive, file, text)
                : null;
            if (end is null)
            {
                continue;
            }

            blanked ??= text.ToCharArray();
            blanked.AsSpan(directive.SpanStart, end.Value - directive.SpanStart).Fill(' ');
            if (directive.IsActive)
            {
                found.Add(directive);
            }
        }

        return blanked is null ? null : new string(blanked);
    }

    private static int? EndOfFile(DirectiveTriviaSyntax directive) => directive switch
    {
        ReferenceDirectiveTriviaSyntax { File: { IsMissing: false } file } => file.Span.End,
        LoadDirectiveTriviaSyntax { File: { IsMissing: false } file } => file.Span.End,
        BadDirectiveTriviaSyntax source => source.FullSpan.Start + SourceOf(source).Length,
        IgnoredDirectiveTriviaSyntax program => program.EndOfDirectiveToken.SpanStart,
        _ => null,
    };

    // Where it ends, or its line; null where something else follows.
    private static int? EndOf(DirectiveTriviaSyntax directive, int start, string text)
    {
        int lineEnd = directive.EndOfDirectiveToken.SpanStart;
        ReadOnlySpan<char> rest = text.AsSpan(start, lineEnd - start);
        ReadOnlySpan<char> what = rest.TrimStart();
        return what.IsEmpty || what.StartsWith("//") ? lineEnd : what[0] == ';' ? lineEnd - what.Length + 1 : null;
    }

    // The compiler knows of no such directive, and refuses it in inactive code too.
    private static IEnumerable<BadDirectiveTriviaSyntax> BadDirectives(CompilationUnitSyntax root) => root.ContainsDirectives
        ? root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.BadDirectiveTrivia)).Select(t => (BadDirectiveTriviaSyntax)t.GetStructure()!)
        : [];

    private static Match SourceOf(BadDirectiveTriviaSyntax directive) => Source().Match(directive.ToFullString());

    [GeneratedRegex("""^\s*#\s*i\s+"\s*nuget:\s*([^"]+?)\s*["]""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Source();
}
