using System.Management.Automation.Runspaces;

namespace PwshHost;

/// <summary>Reads one argument after <c>-File script.ps1</c> the way pwsh does.</summary>
internal static class ScriptArgument
{
    public static CommandParameter Parse(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-' || char.IsAsciiDigit(argument[1]))
        {
            return new CommandParameter(null, argument);
        }

        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            // Without a value the binder takes the next argument, or none where the parameter is a switch.
            return new CommandParameter(argument);
        }

        string name = argument[1..colon];
        string value = argument[(colon + 1)..];
        return value.ToUpperInvariant() switch
        {
            "" => new CommandParameter(argument),
            "$TRUE" => new CommandParameter(name, true),
            "$FALSE" => new CommandParameter(name, false),
            _ => new CommandParameter(name, value),
        };
    }
}
