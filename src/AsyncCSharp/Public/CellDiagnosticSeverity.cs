namespace AsyncCSharp;

/// <summary>How serious a diagnostic is.</summary>
public enum CellDiagnosticSeverity
{
    /// <summary>The cell compiles; something about it looks wrong.</summary>
    Warning,

    /// <summary>The cell does not compile.</summary>
    Error,
}
