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

    /// <summary>Whether a cell uses one of them.</summary>
    public static bool AreIn(string text) => Name().IsMatch(text);

    [GeneratedRegex(@"\b(?:display|HTML|Javascript|CSS)\(|\.Display(?:As)?\(")]
    private static partial Regex Name();
}
