using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>
/// Makes compile errors readable in PowerShell's ConciseView. That view folds the lines of a message into one where the
/// category is ParserError, but shows the lines of a target object that has <c>Line</c> and <c>LineText</c> (made for
/// Pester's assertions) under its "Line |" header, as it shows PowerShell's own syntax errors.
/// </summary>
internal static class CompilationErrorView
{
    private const string Bar = "     | ";

    /// <summary>The error record's target: the cell's text, and what the view shows.</summary>
    public static object? TargetOf(CSharpCompilationException e, string? code)
    {
        CellDiagnostic[] placed = [.. ErrorsOf(e).Where(d => d.Line > 0)];
        return placed.Length == 0
            ? code
            : new OrderedDictionary
            {
                ["Code"] = code,
                ["File"] = ShownText.Of(placed[0].Cell),
                ["Line"] = placed[0].Line,
                ["LineText"] = ShownText.Of(Excerpts(placed)),
            };
    }

    /// <summary>The errors, each in the compiler's one-line form.</summary>
    public static ErrorDetails DetailsOf(CSharpCompilationException e) => new(Shown.List([.. ErrorsOf(e)], d => d.ToString()));

    private static IEnumerable<CellDiagnostic> ErrorsOf(CSharpCompilationException e) =>
        e.Diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error);

    private static string Excerpts(CellDiagnostic[] diagnostics)
    {
        CellDiagnostic first = diagnostics[0];
        return Shown.List(diagnostics, d => Excerpt(d, isFirst: d == first, hasId: diagnostics.Length > 1));
    }

    private static string Excerpt(CellDiagnostic diagnostic, bool isFirst, bool hasId)
    {
        // The view cuts the white space in front of the first line, so all lines lose theirs.
        int indent = diagnostic.SourceLine.Length - diagnostic.SourceLine.AsSpan().TrimStart().Length;
        SourceExcerpt excerpt = SourceExcerpt.Of(diagnostic.SourceLine, diagnostic.Column - 1, diagnostic.Length, indent);
        string number = isFirst ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{diagnostic.Line,4} | ");
        return $"{number}{excerpt.Line}{Environment.NewLine}{Bar}{excerpt.Underline}{(hasId ? " " + diagnostic.Id : string.Empty)}";
    }
}
