using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>Takes <c>#r</c>, <c>#load</c> and <c>#!</c> out of a cell's text: they are the session's or the shell's business, not the compiler's.</summary>
internal static class DirectiveText
{
    /// <summary>Gives what they ask for, and the text with blanks in their place, so that no position moves.</summary>
    public static (string Text, CellDirectives Directives) Extract(string text)
    {
        text = Shebang.Blank(text);
        if (!CellDirectives.MayBeIn(text))
        {
            return (text, CellDirectives.None);
        }

        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(text, options: CellParser.ScriptOptions);
        IList<ReferenceDirectiveTriviaSyntax> references = [.. root.GetReferenceDirectives().Where(d => d.IsActive && !d.File.IsMissing)];
        IList<LoadDirectiveTriviaSyntax> loads = [.. root.GetLoadDirectives().Where(d => d.IsActive && !d.File.IsMissing)];
        if (references.Count + loads.Count == 0)
        {
            return (text, CellDirectives.None);
        }

        char[] blanked = text.ToCharArray();
        foreach (DirectiveTriviaSyntax directive in references.Cast<DirectiveTriviaSyntax>().Concat(loads))
        {
            blanked.AsSpan(directive.SpanStart, directive.EndOfDirectiveToken.SpanStart - directive.SpanStart).Fill(' ');
        }

        CellDirectives found = new([.. references.Select(d => d.File.ValueText)], [.. loads.Select(d => d.File.ValueText)]);
        return (new string(blanked), found);
    }
}
