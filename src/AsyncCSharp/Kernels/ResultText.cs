using System.Management.Automation;

namespace AsyncCSharp.Kernels;

/// <summary>Objects as PowerShell shows them. On a pipeline thread of their runspace only.</summary>
internal static class ResultText
{
    // The style is the process's: it is as it was afterwards, whatever becomes of the formatting.
    private const string Script = """
        param($Items, $Rendering, $Width)
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = $Rendering
        try { $Items | Microsoft.PowerShell.Utility\Out-String -Width $Width } finally { $PSStyle.OutputRendering = $before }
        """;

    /// <summary>Text without escape sequences: it is stored, compared and printed.</summary>
    public static string Plain(IReadOnlyList<PSObject> items) => Format(items, "PlainText");

    /// <summary>Text in colours.</summary>
    public static string Colored(PSObject item) => Format([item], "Ansi");

    private static string Format(IReadOnlyList<PSObject> items, string rendering)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = shell.AddScript(Script, useLocalScope: true).AddArgument(items).AddArgument(rendering).AddArgument(KernelRawUI.Width);
        string text = string.Concat(shell.Invoke().Select(o => o?.ToString()));

        // The formatter's blank lines around a table are the prompt's matter. Those within a text are its own.
        return text.ReplaceLineEndings("\n").TrimEnd('\n').TrimStart('\n');
    }
}
