namespace AsyncCSharp;

/// <summary>What <c>Test-CSharpCell</c> finds out about a cell without running it.</summary>
public sealed class CellTestResult
{
    internal CellTestResult(string? path, bool isValid, bool isComplete, bool isAsync, string? returnType, IReadOnlyList<CellDiagnostic> diagnostics)
    {
        Path = path;
        IsValid = isValid;
        IsComplete = isComplete;
        IsAsync = isAsync;
        ReturnType = returnType;
        Diagnostics = diagnostics;
    }

    /// <summary>The script file that was tested, or null.</summary>
    public string? Path { get; }

    /// <summary>Whether the cell compiles in its session.</summary>
    public bool IsValid { get; }

    /// <summary>Whether the text is whole; false where more lines could make it so, as in an open brace.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether the cell awaits at top level. Invalid text is never async.</summary>
    public bool IsAsync { get; }

    /// <summary>The type of the cell's value as C# writes it, after awaiting; null where the cell has no value.</summary>
    public string? ReturnType { get; }

    /// <summary>Errors and warnings.</summary>
    public IReadOnlyList<CellDiagnostic> Diagnostics { get; }
}
