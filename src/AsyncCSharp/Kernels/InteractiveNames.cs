using System.Text.RegularExpressions;

namespace AsyncCSharp.Kernels;

/// <summary>The names that notebooks of .NET Interactive have for showing things, for cells that were written for it.</summary>
internal static partial class InteractiveNames
{
    /// <summary>The name of the command that declares them.</summary>
    public const string Command = "compat";

    /// <summary>The cell that declares them.</summary>
    public const string Code = """
        sealed record HtmlText(string Text) { public override string ToString() => Text; }
        Display.Register<HtmlText>("text/html", html => html.Text);
        HtmlText HTML(string html) => new(html);
        void Javascript(string code) => Display.JavaScript(code);
        void CSS(string css) => Display.Html($"<style>{css}</style>");
        static class InteractiveNames
        {
            public static DisplayedValue Display(this object? value, string? mimeType = null) => mimeType is null ? AsyncCSharp.Display.Show(value) : DisplayAs(value?.ToString() ?? "", mimeType);
            public static DisplayedValue DisplayAs(this string text, string mimeType) => AsyncCSharp.Display.As(mimeType, text);
        }
        DisplayedValue display(object? value, string? mimeType = null) => value.Display(mimeType);
        """;

    private const string Package = "Microsoft.DotNet.Interactive.Formatting";

    // The last that NuGet has: the package is given up by its makers.
    private const string PackageVersion = "1.0.0-beta.26120.1";

    /// <summary>What stands before cells that use names of .NET Interactive; null where they use none.</summary>
    public static string? Before(IReadOnlyList<string> cells)
    {
        bool usesFormatters = cells.Any(Formatters().IsMatch);
        string? names = usesFormatters || cells.Any(Names().IsMatch) ? $"#!{Command}" : null;
        return !usesFormatters || cells.Any(PackageLine().IsMatch) ? names : $"""
            {names}
            #!csharp
            #r "nuget: {Package}, {PackageVersion}"
            using {Package};
            using static {Package}.PocketViewTags;
            """;
    }

    [GeneratedRegex(@"\b(?:display|HTML|Javascript|CSS)\(|\.Display(?:As)?\(")]
    private static partial Regex Names();

    [GeneratedRegex(@"\bPocketView\b|\bFormatter\.|^using (?:static )?Microsoft\.DotNet\.Interactive\b", RegexOptions.Multiline)]
    private static partial Regex Formatters();

    [GeneratedRegex(@"^\s*#r\s+""nuget:\s*Microsoft\.DotNet\.Interactive", RegexOptions.Multiline)]
    private static partial Regex PackageLine();
}
