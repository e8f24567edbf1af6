using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Text;

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
                ["File"] = placed[0].Cell,
                ["Line"] = placed[0].Line,
                ["LineText"] = Excerpts(placed),
            };
    }

    /// <summary>All errors, each in the compiler's one-line form.</summary>
    public static ErrorDetails DetailsOf(CSharpCompilationException e) =>
        new(string.Join(Environment.NewLine, ErrorsOf(e)));

    private static IEnumerable<CellDiagnostic> ErrorsOf(CSharpCompilationException e) =>
        e.Diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error);

    private static string Excerpts(CellDiagnostic[] diagnostics)
    {
        StringBuilder text = new();
        foreach (CellDiagnostic diagnostic in diagnostics)
        {
            // The view cuts the white space in front of the first line, so all lines lose theirs.
            string line = diagnostic.SourceLine.TrimStart();
            int column = Math.Max(0, diagnostic.Column - 1 - (diagnostic.SourceLine.Length - line.Length));
            if (text.Length > 0)
            {
                _ = text.AppendLine().Append(CultureInfo.InvariantCulture, $"{diagnostic.Line,4} | ");
            }

            _ = text.AppendLine(line).Append(Bar).Append(' ', column).Append('~', diagnostic.Length);
            _ = diagnostics.Length > 1 ? text.Append(' ').Append(diagnostic.Id) : text;
        }

        return text.ToString();
    }
}
