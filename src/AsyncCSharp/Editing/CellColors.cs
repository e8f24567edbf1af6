using System.Management.Automation;
using AsyncCSharp.Lexing;

namespace AsyncCSharp.Editing;

/// <summary>The colours of C# on a terminal, out of the sixteen that the user's theme has.</summary>
internal static class CellColors
{
    /// <summary>Ends a colour.</summary>
    public const string Reset = "\e[0m";

    /// <summary>What turns the colour of a role on; null for text in the colour of all text.</summary>
    public static string? Of(TextRole role) => role switch
    {
        TextRole.Keyword => "\e[94m",
        TextRole.Type => "\e[96m",
        TextRole.Method => "\e[33m",
        TextRole.Number => "\e[35m",
        TextRole.String => "\e[36m",
        TextRole.Comment => "\e[32m",
        TextRole.Directive => "\e[95m",
        _ => null,
    };

    /// <summary>Whether the user wants colours, and the terminal knows them: by <c>NO_COLOR</c> and <c>$PSStyle.OutputRendering</c>.</summary>
    public static bool AreWanted(EngineIntrinsics shell) =>
        shell.Host.UI is { SupportsVirtualTerminal: true }
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && (shell.SessionState.PSVariable.GetValue("PSStyle") is not { } style || PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() != "PlainText");
}
