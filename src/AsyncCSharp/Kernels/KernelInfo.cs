using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;

namespace AsyncCSharp.Kernels;

/// <summary>What a kernel says of itself.</summary>
internal static class KernelInfo
{
    /// <summary>The content of the answer.</summary>
    public static JsonObject Content(bool isBusy)
    {
        string version = typeof(KernelInfo).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = MessageCodec.ProtocolVersion,
            ["implementation"] = "AsyncCSharp",
            ["implementation_version"] = version,
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = Environment.Version.ToString(2),
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".csx",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
            },
            ["banner"] = string.Format(null, Strings.KernelBanner, version, Environment.Version),
            ["debugger"] = false,
            ["help_links"] = new JsonArray(),
            ["supported_features"] = new JsonArray(),
            ["execution_state"] = isBusy ? "busy" : "idle",
        };
    }
}
