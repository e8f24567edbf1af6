namespace AsyncCSharp.Kernels;

/// <summary>The names of the languages that run, as notebooks have them.</summary>
internal static class LanguageNames
{
    /// <summary>C#.</summary>
    public const string CSharp = "csharp";

    /// <summary>PowerShell.</summary>
    public const string PowerShell = "pwsh";

    /// <summary>The name of .NET Interactive's kernel whose cells are C#.</summary>
    public const string CSharpKernel = ".net-csharp";

    /// <summary>The name of .NET Interactive's kernel whose cells are PowerShell.</summary>
    public const string PowerShellKernel = ".net-powershell";
}
