namespace AsyncCSharp;

/// <summary>Where the cache on disk is.</summary>
internal static class CacheLocation
{
    /// <summary>The variable that turns the cache off, or names another folder.</summary>
    public const string Variable = "ASYNCCSHARP_CACHE";

    private const string Off = "off";
    private const string Name = "asynccsharp";

    /// <summary>The folder that the variables of the environment call for; null where the cache is off, or there is no place for it.</summary>
    public static string? Folder(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } wanted)
        {
            // A relative one would be another folder wherever the process goes.
            return wanted.Equals(Off, StringComparison.OrdinalIgnoreCase) || !Path.IsPathFullyQualified(wanted) ? null : wanted;
        }

        return Home(variable) is { Length: > 0 } home && Path.IsPathFullyQualified(home) ? Path.Combine(home, Name) : null;
    }

    private static string? Home(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows())
        {
            return variable("LOCALAPPDATA");
        }

        if (variable("XDG_CACHE_HOME") is { } chosen && Path.IsPathFullyQualified(chosen))
        {
            return chosen;
        }

        return variable("HOME") is { Length: > 0 } home
            ? Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache")
            : null;
    }
}
