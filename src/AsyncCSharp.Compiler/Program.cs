using AsyncCSharp.Engine.Serving;

namespace AsyncCSharp.Compiler;

/// <summary>The engine's compiler in a process of its own: started by a shell, which talks to it over its standard streams. See docs/design/compiler-process.md.</summary>
internal static class Program
{
    private const int NotAsked = 2;

    private static int Main()
    {
        ShellTies.Cut();
        using Stream input = StandardStreams.OpenInput();
        using Stream output = StandardStreams.OpenOutput();
        try
        {
            using CompilerServer server = new(input, output, static () => Environment.Exit(NotAsked));
            return server.Run() ? 0 : NotAsked;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The shell has gone in the middle of a question, or it is no shell.
            return NotAsked;
        }
    }
}
