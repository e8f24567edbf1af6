using System.Management.Automation;
using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;

namespace AsyncCSharp.Kernels;

/// <summary>What a kernel says of itself.</summary>
internal static class KernelInfo
{
    /// <summary>The content of the answer.</summary>
    public static JsonObject Content(CellLanguage language, bool isBusy)
    {
        string version = typeof(KernelInfo).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = MessageCodec.ProtocolVersion,
            ["implementation"] = "AsyncCSharp",
            ["implementation_version"] = version,
            ["language_info"] = language == CellLanguage.PowerShell
                ? Language("PowerShell", typeof(PSObject).Assembly.GetName().Version ?? Environment.Version, "text/x-powershell", ".ps1", "powershell", "powershell")
                : Language("C#", Environment.Version, "text/x-csharp", ".csx", "csharp", "text/x-csharp"),
            ["banner"] = string.Format(null, Strings.KernelBanner, version, Environment.Version),
            ["debugger"] = false,
            ["help_links"] = new JsonArray(),
            ["supported_features"] = new JsonArray(),
            ["execution_state"] = isBusy ? "busy" : "idle",
        };
    }

    private static JsonObject Language(string name, Version version, string mimeType, string extension, string lexer, string mode) => new()
    {
        ["name"] = name,
        ["version"] = version.ToString(2),
        ["mimetype"] = mimeType,
        ["file_extension"] = extension,
        ["pygments_lexer"] = lexer,
        ["codemirror_mode"] = mode,
    };
}
