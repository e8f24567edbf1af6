namespace AsyncCSharp.Engine.Submissions;

/// <summary>What to do about errors that come from what this shell has: no compiler knows, and one in a process of its own cannot.</summary>
internal static class ShellHints
{
    // "The type or namespace could not be found", "the name does not exist", the same after "global::".
    private static readonly HashSet<string> s_missing = ["CS0246", "CS0103", "CS0400"];

    /// <summary>The diagnostics, with hints where there are some.</summary>
    public static IReadOnlyList<CellDiagnostic> Add(IReadOnlyList<CellDiagnostic> diagnostics) =>
        diagnostics.Any(d => ClassAt(d) is not null) ? diagnostics.Select(Told).ToArray() : diagnostics;

    private static CellDiagnostic Told(CellDiagnostic diagnostic) =>
        ClassAt(diagnostic) is { } name ? diagnostic.With(string.Format(null, Strings.ShellClass, diagnostic.Message.TrimEnd('.'), name)) : diagnostic;

    // The class of PowerShell that was not found.
    private static string? ClassAt(CellDiagnostic diagnostic) =>
        s_missing.Contains(diagnostic.Id) && diagnostic.Marked is { Length: > 0 } name && ShellEnums.IsClass(name) ? name : null;
}
