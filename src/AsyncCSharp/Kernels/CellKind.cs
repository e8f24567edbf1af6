namespace AsyncCSharp.Kernels;

/// <summary>What a cell is where its text does not say.</summary>
/// <param name="Language">What it is.</param>
/// <param name="Name">The name of the kind of text; empty for code.</param>
internal readonly record struct CellKind(CellLanguage Language, string Name)
{
    /// <summary>A cell of C#.</summary>
    public static CellKind CSharp => new(CellLanguage.CSharp, string.Empty);

    /// <summary>A script of PowerShell.</summary>
    public static CellKind PowerShell => new(CellLanguage.PowerShell, string.Empty);

    /// <summary>Whether it runs.</summary>
    public bool IsCode => Language is CellLanguage.CSharp or CellLanguage.PowerShell;
}
