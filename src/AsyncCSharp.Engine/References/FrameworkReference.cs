namespace AsyncCSharp.Engine;

/// <summary>A shared framework that a cell refers to besides .NET's own, as <c>#r "framework: Microsoft.AspNetCore.App"</c>.</summary>
internal static class FrameworkReference
{
    /// <summary>The reference to ASP.NET Core.</summary>
    public const string Web = $"{Prefix} Microsoft.AspNetCore.App";

    private const string Prefix = "framework:";

    /// <summary>Reads what <c>#r</c> has between its quotes: the name of the framework; null where none is meant.</summary>
    public static string? Read(string reference) =>
        reference.AsSpan().Trim() is var text && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..].Trim().ToString() : null;
}
