namespace AsyncCSharp.Kernels;

/// <summary>What a part of a cell is.</summary>
internal enum CellLanguage
{
    /// <summary>A cell of C#.</summary>
    CSharp,

    /// <summary>A script of PowerShell.</summary>
    PowerShell,

    /// <summary>Text that is shown as it is.</summary>
    Shown,

    /// <summary>Text that is kept in a variable.</summary>
    Kept,

    /// <summary>A command of the kernel's own.</summary>
    Magic,

    /// <summary>A language that is not there.</summary>
    Unknown,
}
