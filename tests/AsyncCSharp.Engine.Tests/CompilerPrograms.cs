using AsyncCSharp.Engine.Children;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The compiler in a process of its own, as the build of these tests has made it: a program for the just-in-time compiler.</summary>
internal static class CompilerPrograms
{
    private static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "AsyncCSharp.Compiler.dll");

    /// <summary>As it is started by a shell.</summary>
    public static CompilerProgram Ordinary { get; } = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : FindHost(), s_file);

    private static string FindHost()
    {
        // The framework's folder is three below that of the host.
        DirectoryInfo framework = new(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        return Path.Combine(framework.Parent!.Parent!.Parent!.FullName, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    }
}
