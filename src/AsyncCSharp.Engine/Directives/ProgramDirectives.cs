namespace AsyncCSharp.Engine.Directives;

/// <summary>
/// What a file-based program says of itself, in lines such as <c>#:package Humanizer@2.14.1</c>
/// (<see href="https://learn.microsoft.com/dotnet/core/sdk/file-based-apps"/>).
/// </summary>
internal sealed class ProgramDirectives
{
    private static readonly char[] s_blanks = [' ', '\t'];

    private readonly List<string> _references = [];
    private readonly List<string> _includes = [];
    private readonly List<string> _refused = [];

    /// <summary>What it refers to, as <c>#r</c> would have it.</summary>
    public IReadOnlyList<string> References => _references;

    /// <summary>The files that belong to it, as <c>#load</c> would have them.</summary>
    public IReadOnlyList<string> Includes => _includes;

    /// <summary>Those that cannot be done.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Reads one: the text behind the colon.</summary>
    public void Add(string text)
    {
        text = text.Trim();
        int blank = text.AsSpan().IndexOfAny(s_blanks);
        (string kind, string value) = blank < 0 ? (text, string.Empty) : (text[..blank], text[blank..].Trim());

        // Previews of the SDK had blanks where it has @ and = now.
        string[] parts = value.Split(value.Contains('@', StringComparison.Ordinal) ? ['@'] : s_blanks, 2, StringSplitOptions.TrimEntries);
        switch (kind)
        {
            case "package" when parts[0].Length > 0:
                _references.Add(PackageRequest.Write(parts[0], parts is [_, { Length: > 0 } version] ? version : null));
                break;
            case "sdk" when parts[0].Equals("Microsoft.NET.Sdk", StringComparison.OrdinalIgnoreCase):
                break;
            case "sdk" when parts[0].Equals(FrameworkReference.WebSdk, StringComparison.OrdinalIgnoreCase):
                _references.Add(FrameworkReference.Web);
                break;
            case "include" when value.EndsWith(".cs", StringComparison.OrdinalIgnoreCase):
                _includes.Add(value);
                break;
            case "property" when IsOfConstants(value):
                // Without them another program would run, and nobody would be told.
                _refused.Add(text);
                break;
            case "property" when value.AsSpan().IndexOfAny('=', ' ', '\t') > 0:
                // Properties are settings of the SDK. A session has settled them: the newest C#, this .NET, unsafe code, nullable annotations.
                break;
            default:
                _refused.Add(text);
                break;
        }
    }

    /// <summary>Why one cannot be done.</summary>
    public static string ReasonOf(string refused) => refused.Split(s_blanks, 2)[0] switch
    {
        "project" => Strings.DirectiveProject,
        "sdk" => Strings.DirectiveSdk,
        "include" when refused.Contains('.', StringComparison.Ordinal) => Strings.DirectiveInclude,
        "property" when IsOfConstants(refused.Split(s_blanks, 2)[^1].Trim()) => Strings.DirectiveConstants,
        "package" or "property" or "include" => Strings.DirectiveIncomplete,
        _ => Strings.DirectiveUnknown,
    };

    private static bool IsOfConstants(string property) => property.Split('=', ' ', '\t')[0].Equals("DefineConstants", StringComparison.OrdinalIgnoreCase) && property.Contains('=', StringComparison.Ordinal);
}
