using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>
/// Makes compile errors readable in PowerShell's ConciseView. That view folds the lines of a message into one where the
/// category is ParserError, but shows the lines of a target object that has <c>Line</c> and <c>LineText</c> (made for
/// Pester's assertions) under its "Line |" header, as it shows PowerShell's own syntax errors.
/// </summary>
internal static class CompilationErrorView
{
    private const string Bar = "     | ";
    private const string File = "File";

    /// <summary>The error record's target: the cell's text, and what the view shows.</summary>
    public static object? TargetOf(CSharpCompilationException e, string? code)
    {
        CellDiagnostic[] placed = [.. ErrorsOf(e).Where(d => d.Line > 0)];
        return placed.Length == 0
            ? code
            : new OrderedDictionary
            {
                ["Code"] = code,
                [File] = ShownText.Of(placed[0].Cell),
                ["Line"] = placed[0].Line,
                ["LineText"] = ShownText.Of(Excerpts(placed)),
            };
    }

    /// <summary>
    /// The error in the compiler's one-line form; null for several, which the view would fold into one paragraph. They are at their markers
    /// there, and elsewhere the message of the exception has them.
    /// </summary>
    public static ErrorDetails? DetailsOf(CSharpCompilationException e)
    {
        CellDiagnostic[] errors = [.. ErrorsOf(e)];
        bool hasView = errors.Length > 1 && Array.Exists(errors, d => d.Line > 0);

        // Text that would steer a terminal is not left to the exception, which keeps it as it is.
        return hasView && ShownText.Of(e.Message) == e.Message ? null : new ErrorDetails(ShownText.Of(Shown.List(errors, d => d.ToString())));
    }

    /// <summary>Adds the place of the script that called the cell to that of the cell.</summary>
    public static void Place(ErrorRecord record, InvocationInfo caller)
    {
        if (record.TargetObject is OrderedDictionary target && target[File] is string file && caller.ScriptName is { Length: > 0 } script)
        {
            target[File] = string.Create(CultureInfo.InvariantCulture, $"{file} ({ShownText.Of(script)}:{caller.ScriptLineNumber})");
        }
    }

    private static IEnumerable<CellDiagnostic> ErrorsOf(CSharpCompilationException e) =>
        e.Diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error);

    private static string Excerpts(CellDiagnostic[] diagnostics)
    {
        CellDiagnostic first = diagnostics[0];
        return Shown.List(diagnostics, d => Excerpt(d, isFirst: d == first, hasMessage: diagnostics.Length > 1));
    }

    private static string Excerpt(CellDiagnostic diagnostic, bool isFirst, bool hasMessage)
    {
        // The view cuts the white space in front of the first line, so all lines lose theirs.
        int indent = diagnostic.SourceLine.Length - diagnostic.SourceLine.AsSpan().TrimStart().Length;
        SourceExcerpt excerpt = SourceExcerpt.Of(diagnostic.SourceLine, diagnostic.Column - 1, diagnostic.Length, indent);
        string number = isFirst ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{diagnostic.Line,4} | ");
        return $"{number}{excerpt.Line}{Environment.NewLine}{Bar}{excerpt.Underline}{(hasMessage ? $" {diagnostic.Id}: {diagnostic.Message}" : string.Empty)}";
    }
}
