namespace PwshHost;

/// <summary>What the command line asks for.</summary>
internal sealed record LaunchOptions(LaunchMode Mode, string Text, IReadOnlyList<string> Arguments)
{
    private static readonly Dictionary<string, string[]> s_parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["command"] = ["c"],
        ["file"] = ["f"],
        ["noprofile"] = ["nop"],
        ["nologo"] = ["nol"],
        ["noninteractive"] = ["noni"],
        ["executionpolicy"] = ["ex", "ep"],
        ["workingdirectory"] = ["wd", "wo"],
    };

    /// <summary>Gets the folder to start in, or null for the caller's.</summary>
    public string? WorkingDirectory { get; private init; }

    public static LaunchOptions Parse(string[] args, bool inputRedirected)
    {
        string? workingDirectory = null;
        for (int i = 0; i < args.Length; i++)
        {
            string? parameter = ParameterName(args[i]);
            switch (parameter)
            {
                case "noprofile" or "nologo" or "noninteractive":
                    break;
                case "executionpolicy":
                    ValueAfter(args, i++);
                    break;
                case "workingdirectory":
                    workingDirectory = ValueAfter(args, i++);
                    break;
                case "command":
                    ValueAfter(args, i);
                    return ForCommand(string.Join(' ', args[(i + 1)..])) with { WorkingDirectory = workingDirectory };
                case "file":
                    return ForFile(ValueAfter(args, i), args[(i + 2)..]) with { WorkingDirectory = workingDirectory };
                default:
                    return ForFile(args[i], args[(i + 1)..]) with { WorkingDirectory = workingDirectory };
            }
        }

        LaunchMode mode = inputRedirected ? LaunchMode.StandardInput : LaunchMode.Prompt;
        return new(mode, "", []) { WorkingDirectory = workingDirectory };
    }

    private static LaunchOptions ForCommand(string text) =>
        text == "-" ? new(LaunchMode.StandardInput, "", []) : new(LaunchMode.Command, text, []);

    private static LaunchOptions ForFile(string path, string[] arguments) =>
        path == "-" ? new(LaunchMode.StandardInput, "", []) : new(LaunchMode.File, path, arguments);

    /// <summary>Gives the full name of a parameter, or null for what is none: pwsh takes that for a script file.</summary>
    private static string? ParameterName(string argument)
    {
        if (argument.Length < 2 || argument[0] is not ('-' or '/') || File.Exists(argument))
        {
            return null;
        }

        string given = argument.TrimStart('-', '/');
        foreach ((string name, string[] shortest) in s_parameters)
        {
            if (name.StartsWith(given, StringComparison.OrdinalIgnoreCase)
                    && shortest.Any(s => given.StartsWith(s, StringComparison.OrdinalIgnoreCase))
                || shortest.Contains(given, StringComparer.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        throw new UsageException($"The argument '{argument}' is not recognized as a parameter or as the name of a script file.");
    }

    private static string ValueAfter(string[] args, int index) =>
        index + 1 < args.Length
            ? args[index + 1]
            : throw new UsageException($"The parameter '{args[index]}' needs a value.");
}
