using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>Whether somebody sits at a prompt of this process, or is about to: <c>pwsh</c> on a terminal, without a command or to go on behind it.</summary>
internal static class InteractiveProcess
{
    private static readonly string[] s_switches = ["nologo", "noprofile", "nop", "interactive", "i", "login", "l", "noprofileloadtime", "mta", "sta"];

    private static readonly string[] s_withValue = ["workingdirectory", "wd", "executionpolicy", "ex", "ep", "settingsfile", "configurationname", "custompipename"];

    /// <summary>Whether standard input is a file or a pipe.</summary>
    public static bool IsInputRedirected => Console.IsInputRedirected;

    /// <summary>Whether somebody sits at a terminal, sees what is written, and has not said that nothing is to be asked.</summary>
    public static bool IsAtTerminal =>
        Environment.UserInteractive
        && !Console.IsInputRedirected
        && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && !ForbidsQuestions(Environment.GetCommandLineArgs().AsSpan(1));

    /// <summary>Whether it is the process of a console host at its prompt.</summary>
    public static bool IsAtPrompt =>
        Assembly.GetEntryAssembly()?.GetName().Name == "pwsh"
        && Environment.UserInteractive
        && !Console.IsInputRedirected
        && !Console.IsOutputRedirected
        && HasNoCommand(Environment.GetCommandLineArgs().AsSpan(1));

    /// <summary>Whether a command line says <c>-NonInteractive</c>.</summary>
    public static bool ForbidsQuestions(ReadOnlySpan<string> arguments)
    {
        foreach (string argument in arguments)
        {
            string name = argument.TrimStart('-', '/').ToLowerInvariant();
            bool isSwitch = name.Length is > 0 and var length && length < argument.Length;
            if (isSwitch && name.StartsWith("noni", StringComparison.Ordinal) && "noninteractive".StartsWith(name, StringComparison.Ordinal))
            {
                return true;
            }

            // What follows is the command's.
            if (isSwitch && ("command".StartsWith(name, StringComparison.Ordinal) || "file".StartsWith(name, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether a command line leaves the shell at its prompt. What is not known to is taken for a script.</summary>
    public static bool HasNoCommand(ReadOnlySpan<string> arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i].TrimStart('-', '/').ToLowerInvariant();
            if (name is "noexit" or "noe")
            {
                return true;
            }

            if (name.Length == arguments[i].Length)
            {
                return false;
            }

            if (Array.IndexOf(s_withValue, name) >= 0)
            {
                i++;
            }
            else if (Array.IndexOf(s_switches, name) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
