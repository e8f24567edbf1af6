namespace AsyncCSharp.Engine.Directives;

/// <summary>A shared framework that a cell refers to besides .NET's own, as <c>#r "framework: Microsoft.AspNetCore.App"</c>.</summary>
internal static class FrameworkReference
{
    /// <summary>The SDK of projects with ASP.NET Core.</summary>
    public const string WebSdk = "Microsoft.NET.Sdk.Web";

    /// <summary>The reference to ASP.NET Core.</summary>
    public const string Web = $"{Prefix} {WebName}";

    private const string Prefix = "framework:";

    // The notation of dotnet-script.
    private const string SdkPrefix = "sdk:";
    private const string WebName = "Microsoft.AspNetCore.App";

    // The imports of Microsoft.NET.Sdk.Web, without those that every cell has.
    private static readonly string[] s_webImports =
    [
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    /// <summary>The namespaces that projects with the framework import.</summary>
    public static IReadOnlyList<string> ImportsOf(string framework) => framework == WebName ? s_webImports : [];

    /// <summary>Reads what <c>#r</c> has between its quotes: the name of the framework; null where none is meant.</summary>
    public static string? Read(string reference)
    {
        ReadOnlySpan<char> text = reference.AsSpan().Trim();
        return text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..].Trim().ToString()
            : text.StartsWith(SdkPrefix, StringComparison.OrdinalIgnoreCase) && text[SdkPrefix.Length..].Trim().Equals(WebSdk, StringComparison.OrdinalIgnoreCase) ? WebName
            : null;
    }
}
