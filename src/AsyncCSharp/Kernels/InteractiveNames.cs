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
        sealed record LaTeXString(string Text) { public override string ToString() => Text; public static implicit operator LaTeXString(string text) => new(text); }
        sealed record MathString(string Text) { public override string ToString() => Text; public static implicit operator MathString(string text) => new(text); }
        Display.Register<HtmlText>("text/html", html => html.Text);
        Display.Register<LaTeXString>("text/latex", latex => $"$${latex.Text}$$");
        Display.Register<MathString>("text/latex", math => $"$${math.Text}$$");
        HtmlText HTML(string html) => new(html);
        void Javascript(string code) => Display.JavaScript(code);
        void CSS(string css) => Display.Html($"<style>{css}</style>");
        static class InteractiveNames
        {
            public static AsyncCSharp.DisplayedValue Display(this object? value, params string[] mimeTypes) => mimeTypes.Length == 0 ? AsyncCSharp.Display.Show(value) : DisplayAs(value?.ToString() ?? "", mimeTypes[0]);
            public static AsyncCSharp.DisplayedValue DisplayTable(this object? value) => AsyncCSharp.Display.Show(value);
            public static AsyncCSharp.DisplayedValue DisplayAs(this string text, string mimeType) => AsyncCSharp.Display.As(mimeType, text);
        }
        AsyncCSharp.DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);
        static class Kernel
        {
            public static AsyncCSharp.DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);
            public static HtmlText HTML(string html) => new(html);
            public static void Javascript(string code) => AsyncCSharp.Display.JavaScript(code);
            public static void CSS(string css) => AsyncCSharp.Display.Html($"<style>{css}</style>");
            public static Task<string?> GetInputAsync(string prompt = "")
            {
                Console.Write(prompt);
                return Task.FromResult(Console.ReadLine());
            }
        }
        """;

    /// <summary>How the names of its assemblies begin.</summary>
    public const string Prefix = "Microsoft.DotNet.Interactive";

    /// <summary>The cell that has its formatters.</summary>
    public const string FormatterCode = $"""
        #r "nuget: {Package}, {PackageVersion}"
        using {Package};
        using static {Package}.PocketViewTags;
        """;

    private const string Package = "Microsoft.DotNet.Interactive.Formatting";

    // The last that NuGet has: the package is given up by its makers.
    private const string PackageVersion = "1.0.0-beta.26120.1";

    /// <summary>What stands before cells that use names of .NET Interactive; null where they use none.</summary>
    public static string? Before(IReadOnlyList<string> cells)
    {
        bool usesFormatters = cells.Any(UsesFormatters);
        string? names = usesFormatters || cells.Any(AreUsedIn) ? $"#!{Command}" : null;
        return !usesFormatters || cells.Any(HasPackage) ? names : $"{names}\n#!csharp\n{FormatterCode}";
    }

    /// <summary>Whether a cell uses the names.</summary>
    public static bool AreUsedIn(string cell) => Names().IsMatch(cell);

    /// <summary>Whether a cell uses the formatters.</summary>
    public static bool UsesFormatters(string cell) => Formatters().IsMatch(cell);

    /// <summary>
    /// A cell with the packages that are left of those that it takes: what the packages of a library for .NET Interactive did besides, notebooks do.
    /// </summary>
    public static string WithPackages(string cell) => Retired().Replace(cell, "$1XPlot.Plotly");

    /// <summary>Whether a cell takes a package of .NET Interactive.</summary>
    public static bool HasPackage(string cell) => PackageLine().IsMatch(cell);

    [GeneratedRegex(@"\b(?:display|HTML|Javascript|CSS)\(|\.Display(?:As|Table)?\(|\b(?:LaTeX|Math)String\b|\bKernel\.")]
    private static partial Regex Names();

    [GeneratedRegex(@"\bPocketView\b|\bFormatter\.|^using (?:static )?Microsoft\.DotNet\.Interactive\.Formatting\b", RegexOptions.Multiline)]
    private static partial Regex Formatters();

    [GeneratedRegex(@"^\s*#r\s+""nuget:\s*Microsoft\.DotNet\.Interactive", RegexOptions.Multiline)]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"^([ \t]*#r[ \t]+""nuget:[ \t]*)XPlot\.Plotly\.Interactive\b", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Retired();
}
