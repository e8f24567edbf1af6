using System.Text.RegularExpressions;

namespace AsyncCSharp.Kernels;

/// <summary>What stands behind the name of a command: words, and options with a value each.</summary>
internal sealed partial class MagicArguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);

    private MagicArguments()
    {
    }

    /// <summary>The first word that is of no option; null for none.</summary>
    public string? First { get; private set; }

    /// <summary>Reads them.</summary>
    public static MagicArguments Parse(string text)
    {
        MagicArguments arguments = new();
        string? option = null;
        foreach (Match match in Word().Matches(text))
        {
            string word = match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Value;
            if (option is not null)
            {
                arguments._options[option] = word;
                option = null;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                option = word[2..];
            }
            else
            {
                arguments.First ??= word;
            }
        }

        return arguments;
    }

    /// <summary>The value of an option; null where it is not there.</summary>
    public string? Option(string name) => _options.GetValueOrDefault(name);

    [GeneratedRegex("""
        "(?<quoted>[^"]*)"(?=\s|\z)|@\w+:\{[^}]*\}|(?:[^\s"]+|"[^"]*")+
        """)]
    private static partial Regex Word();
}
