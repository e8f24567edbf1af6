using System.Globalization;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Roslyn's diagnostics as the module's own, by line and column.</summary>
internal static class DiagnosticMapper
{
    // "This call is not awaited": a trailing awaitable is, by the runner.
    private const string NotAwaited = "CS4014";

    // "Error writing to XML documentation file": nobody asked for one; Roslyn says so of extension blocks out of place.
    private const string NoDocumentation = "CS1569";

    // "An instance of analyzer cannot be created": the same of a source generator.
    private const string NotLoaded = "CS8032";

    /// <summary>Those of a cell, with what the module itself has to say.</summary>
    public static IReadOnlyList<CellDiagnostic> Map(IEnumerable<Diagnostic> diagnostics, CellText source, ParsedCell cell, Compilation compilation)
    {
        IReadOnlyList<CellDiagnostic> found = Map(diagnostics, source, cell.Trailing, (message, diagnostic) => DiagnosticHints.Add(
            diagnostic.Location.SourceTree == cell.Tree && EmbeddedClasses.Have(cell.Tree, diagnostic.Location.SourceSpan) ? BesideHint.Add(message, diagnostic, (CSharpCompilation)compilation) : message,
            diagnostic,
            compilation));
        List<CellDiagnostic> own = [.. HiddenNames.In(compilation).Select(hidden => Warning(nameof(Strings.HidesName), string.Format(null, Strings.HidesName, hidden.Name), hidden.Place))];
        if (cell.Entry is { } entry && !(source.IsProgram && entry.TypeName.Length > 0))
        {
            own.Add(Warning(nameof(Strings.MainNotRun), string.Format(null, entry.TypeName.Length == 0 ? Strings.MainMethodNotRun : Strings.MainNotRun, entry.FullName), entry.Name));
        }

        return own.Count == 0 ? found : found.Concat(own).ToArray();

        CellDiagnostic Warning(string id, string message, TextSpan place)
        {
            SourceLines lines = new(source.Code);
            LinePositionSpan span = lines.PlaceOf(place);
            return new CellDiagnostic(
                id, CellDiagnosticSeverity.Warning, message, source.DisplayName, span.Start.Line + 1, span.Start.Character + 1, place.Length, lines[span.Start.Line]);
        }
    }

    /// <summary>Those of the types that stand beside a cell.</summary>
    /// <param name="diagnostics">What the compiler says.</param>
    /// <param name="generated">What source generators wrote for them, and have to say.</param>
    /// <param name="source">The cell.</param>
    /// <param name="last">The newest of the submissions before the cell, or null.</param>
    public static IReadOnlyList<CellDiagnostic> MapBeside(IEnumerable<Diagnostic> diagnostics, GeneratedSources generated, CellText source, CSharpCompilation? last)
    {
        IEnumerable<CellDiagnostic> notLoaded = generated.Failures.Select(failure =>
            new CellDiagnostic(NotLoaded, CellDiagnosticSeverity.Warning, string.Format(null, Strings.GeneratorNotLoaded, failure), source.DisplayName, 0, 0, 0, string.Empty));
        CellDiagnostic[] mapped = Map(
            diagnostics.Concat(generated.Diagnostics), source, null, (message, diagnostic) => DiagnosticHints.Add(BesideHint.Add(message, diagnostic, last), diagnostic, null));

        // An array: PowerShell cannot index the list that a collection expression makes.
        return notLoaded.Concat(mapped).ToArray();
    }

    /// <summary>Errors and warnings in the order of their places; what is hidden, and what is about our own insertions, is not the user's.</summary>
    public static IReadOnlyList<CellDiagnostic> Map(IEnumerable<Diagnostic> diagnostics, CellText cell, SyntaxNode? trailing = null, Compilation? compilation = null) =>
        Map(diagnostics, cell, trailing, (message, diagnostic) => DiagnosticHints.Add(message, diagnostic, compilation));

    private static CellDiagnostic[] Map(IEnumerable<Diagnostic> diagnostics, CellText cell, SyntaxNode? trailing, Func<string, Diagnostic, string> addHint)
    {
        SourceLines lines = new(cell.Code);

        // An array: PowerShell cannot index the list that a collection expression makes.
        return diagnostics
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed && d.Id != NoDocumentation)
            .Where(d => d.Severity == DiagnosticSeverity.Error || !d.Location.IsInSource || d.Location.SourceSpan.Length > 0)
            .Where(d => d.Severity == DiagnosticSeverity.Error || !IsElsewhere(d.Location, cell))
            .Where(d => d.Id != NotAwaited || trailing is null || d.Location.SourceSpan != trailing.Span)
            .OrderBy(d => d.Location.IsInSource ? d.Location.SourceSpan.Start : -1)
            .Select(d => Map(d, cell, lines, addHint))
            .DistinctBy(d => (d.Id, d.Line, d.Column, d.Message))
            .ToArray();
    }

    private static CellDiagnostic Map(Diagnostic diagnostic, CellText cell, SourceLines lines, Func<string, Diagnostic, string> addHint)
    {
        CellDiagnosticSeverity severity = diagnostic.Severity == DiagnosticSeverity.Error ? CellDiagnosticSeverity.Error : CellDiagnosticSeverity.Warning;

        // The names of types in it may be of any length, in each of any number of messages.
        string message = Shown.Message(diagnostic.GetMessage(CultureInfo.CurrentUICulture), Shown.ItemLength);
        message = addHint(message, diagnostic);
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        if (!diagnostic.Location.IsInSource && place.Path != cell.DisplayName)
        {
            return new CellDiagnostic(diagnostic.Id, severity, message, cell.DisplayName, 0, 0, 0, string.Empty);
        }

        // By its place in the user's text, which every tree has: the lines of one that has errors may be others (see DirectiveLines).
        bool isElsewhere = IsElsewhere(diagnostic.Location, cell);
        LinePositionSpan span = isElsewhere || !diagnostic.Location.IsInSource ? place.Span : lines.PlaceOf(diagnostic.Location.SourceSpan);
        string line = isElsewhere ? diagnostic.Location.SourceTree!.GetText().Lines[span.Start.Line].ToString() : lines[span.Start.Line];
        int column = span.Start.Character;

        // What goes over several lines is underlined to the end of its first.
        int end = span.End.Line == span.Start.Line ? span.End.Character : line.Length;
        return new CellDiagnostic(
            diagnostic.Id,
            severity,
            message,
            isElsewhere ? Path.GetFileName(place.Path.Replace('\\', '/')) : cell.DisplayName,
            span.Start.Line + 1,
            column + 1,
            Math.Max(1, end - column),
            line);
    }

    // In what a source generator wrote.
    private static bool IsElsewhere(Location location, CellText cell) => location.SourceTree is { FilePath: { Length: > 0 } path } && path != cell.DisplayName;
}
