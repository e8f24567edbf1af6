using System.Diagnostics;

namespace AsyncCSharp.Engine.Children;

/// <summary>The program that compiles in a process of its own.</summary>
/// <param name="File">What is started.</param>
/// <param name="Arguments">With which arguments.</param>
internal sealed record CompilerProgram(string File, params string[] Arguments)
{
    // What its framework has to know of the system; nothing of the user's.
    private static readonly string[] s_environment = ["SystemRoot", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"];

    private const UnixFileMode Readers = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The one that came with the module, among what is compiled for this platform or beside the engine; null where there is none.</summary>
    public static CompilerProgram? Installed { get; } =
        EngineFolder.Installed.FindFile(OperatingSystem.IsWindows() ? "AsyncCSharp.Compiler.exe" : "AsyncCSharp.Compiler") is { } file ? new CompilerProgram(file) : null;

    /// <summary>
    /// Lets those who may read the file start it. A package that was made on Windows, and some of what unpacks one, know nothing of
    /// permissions. Where the file is not the user's, the start tells.
    /// </summary>
    public void Permit()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            UnixFileMode mode = System.IO.File.GetUnixFileMode(File);
            if ((mode & UnixFileMode.UserExecute) == 0)
            {
                System.IO.File.SetUnixFileMode(File, mode | (UnixFileMode)((int)(mode & Readers) >> 2));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Starts it, with its three standard streams as pipes: then .NET leaves the terminal's settings alone, and nobody who reads the shell's output waits for it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system does not start it.</exception>
    public Process Start()
    {
        ProcessStartInfo start = new(File, Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(File),
        };
        start.Environment.Clear();
        foreach (string name in s_environment)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        return Process.Start(start)!;
    }
}
