using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncCSharp.Engine.Tests;

/// <summary>
/// What looks like a cell in the specs, the documentation and the examples: strings of PowerShell, blocks of C# and script files. Many are none,
/// which is as good for a comparison.
/// </summary>
internal static partial class RepositoryTexts
{
    private const int MinLength = 7;

    private static readonly string s_root = typeof(RepositoryTexts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>Where the module is staged that the specs test.</summary>
    public static string Stage => Path.Combine(s_root, "out", "AsyncCSharp", "bin", "engine");

    /// <summary>The texts of each file, in their order. None asks for a package.</summary>
    public static IReadOnlyList<string[]> ByFile { get; } =
    [
        .. new[] { Path.Combine(s_root, "tests", "Pester"), Path.Combine(s_root, "docs"), Path.Combine(s_root, "examples") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
            .Append(Path.Combine(s_root, "README.md"))
            .Where(file => Path.GetExtension(file) is ".ps1" or ".md" or ".csx")
            .Order(StringComparer.Ordinal)
            .Select(TextsIn)
            .Where(texts => texts.Length > 0),
    ];

    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByFile.SelectMany(texts => texts).Distinct()];

    private static string[] TextsIn(string file)
    {
        string content = File.ReadAllText(file).ReplaceLineEndings("\n");
        IEnumerable<string> texts = Path.GetExtension(file) == ".csx"
            ? [content]
            : Literal().Matches(content).Select(m => m.Groups["lines"].Success ? m.Groups["lines"].Value : m.Groups["line"].Value.Replace("''", "'", StringComparison.Ordinal));
        return
        [
            .. texts.Where(text => text.Length >= MinLength && text.AsSpan().IndexOfAny(";()+") >= 0
                && !text.Contains("nuget:", StringComparison.Ordinal) && !text.Contains("framework:", StringComparison.Ordinal) && !text.Contains("#:", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex("@'\n(?<lines>.*?)\n'@|^```csharp\n(?<lines>.*?)\n```|'(?<line>(?:[^'\n]|'')+)'", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Literal();
}
