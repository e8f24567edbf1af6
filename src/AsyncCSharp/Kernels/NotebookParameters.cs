using System.Management.Automation;

namespace AsyncCSharp.Kernels;

/// <summary>The variables that a notebook is run with: of C# and of PowerShell, whichever the cell that is marked for them has. For one run, and its thread.</summary>
/// <param name="values">The values, by name.</param>
/// <param name="first">What cells are that do not say so.</param>
/// <param name="cells">Where they run.</param>
internal sealed class NotebookParameters(IReadOnlyDictionary<string, object?> values, CellKind first, KernelRunspace cells)
{
    // Whether a variable was there before.
    private const string Script = """
        param($Name, $Value, $HasShell, $SetsAll)
        $inCode = (Get-CSharpVariable).Name -ccontains $Name
        $inShell = $HasShell -and (Test-Path -LiteralPath "variable:global:$Name")
        $isKnown = $inCode -or $inShell
        if ($inCode -or ($SetsAll -and -not $isKnown)) { Set-CSharpVariable -Name $Name -Value $Value -ErrorAction Stop }
        if ($inShell -or ($HasShell -and $SetsAll -and -not $isKnown)) { Set-Variable -Name $Name -Value $Value -Scope Global -ErrorAction Stop }
        $isKnown
        """;

    private readonly List<string> _unknown = [];

    /// <summary>Those that the marked cell has no variable for.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Sets them before all cells: none is marked for them.</summary>
    /// <param name="begin">Makes a request, for each of them.</param>
    public CellError? SetFirst(Func<KernelRequest> begin) => Set(first.Language == CellLanguage.PowerShell, setsAll: true, begin, static _ => { });

    /// <summary>Sets them behind a cell that is marked for them: those that it has, and where it is the last such cell, the rest, too.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="isLast">Whether no other is marked.</param>
    /// <param name="begin">Makes a request, for each of them.</param>
    public CellError? SetBehind(NotebookCell cell, bool isLast, Func<KernelRequest> begin)
    {
        // What a cell has that was left out cannot be known.
        return Set(IsOfShell(cell), isLast, begin, cell.IsSkipped || !isLast ? static _ => { } : _unknown.Add);
    }

    private CellError? Set(bool hasShell, bool setsAll, Func<KernelRequest> begin, Action<string> isUnknown)
    {
        foreach ((string name, object? value) in values)
        {
            if (cells.Evaluate(Script, [name, value, hasShell, setsAll], begin(), out object? isKnown) is { } error)
            {
                return error;
            }

            if (!LanguagePrimitives.IsTrue(isKnown))
            {
                isUnknown(name);
            }
        }

        return null;
    }

    private bool IsOfShell(NotebookCell cell)
    {
        try
        {
            return CellParts.Of(cell.Source, first).Any(static part => part.Language == CellLanguage.PowerShell);
        }
        catch (FormatException)
        {
            // The cell has failed, and may.
            return false;
        }
    }
}
