namespace AsyncCSharp.Kernels;

/// <summary>Finds what starts the PowerShell that runs this.</summary>
internal static class ShellProgram
{
    private const string Shell = "pwsh";

    /// <summary>The program, and the arguments that belong to it; null where there is none.</summary>
    /// <param name="home">PowerShell's folder.</param>
    public static IReadOnlyList<string>? Find(string home)
    {
        string? process = Environment.ProcessPath;
        switch (Path.GetFileNameWithoutExtension(process))
        {
            case Shell:
                return [process!];
            case "dotnet" when Path.Combine(home, $"{Shell}.dll") is var library && File.Exists(library):
                // PowerShell as a .NET tool.
                return [process!, library];
            default:
                string program = Path.Combine(home, OperatingSystem.IsWindows() ? $"{Shell}.exe" : Shell);
                return File.Exists(program) ? [program] : null;
        }
    }
}
