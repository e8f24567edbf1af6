namespace AsyncCSharp.Kernels;

/// <summary>The names of the languages that run, as notebooks have them.</summary>
internal static class LanguageNames
{
    /// <summary>C#.</summary>
    public const string CSharp = "csharp";

    /// <summary>PowerShell.</summary>
    public const string PowerShell = "pwsh";
}
