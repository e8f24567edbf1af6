namespace AsyncCSharp.Engine.Files;

/// <summary>The folder that relative paths start from.</summary>
internal static class BaseFolder
{
    /// <summary>The folder that was said; that of the process for who embeds the engine and says none. The cmdlets always say theirs.</summary>
#pragma warning disable RS0030 // For want of anything better, and in this place only.
    public static string Or(string? folder) => folder ?? Environment.CurrentDirectory;
#pragma warning restore RS0030
}
