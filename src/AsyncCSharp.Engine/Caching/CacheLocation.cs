namespace AsyncCSharp.Engine.Caching;

/// <summary>Where the cache on disk is.</summary>
internal static class CacheLocation
{
    /// <summary>The variable that turns the cache off, or names another folder.</summary>
    public const string Variable = "ASYNCCSHARP_CACHE";

    private const string Off = "off";
    private const string Name = "asynccsharp";

    /// <summary>The folder that the variables of the environment call for; null where the cache is off, or there is no place for it.</summary>
    /// <param name="variable">The environment.</param>
    /// <param name="problem">Why there is none, where nobody has turned the cache off.</param>
    public static string? Folder(Func<string, string?> variable, out string? problem)
    {
        problem = null;
        if (variable(Variable) is { Length: > 0 } wanted)
        {
            if (wanted.Equals(Off, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            // A relative path would name another folder whenever the current folder changes.
            return Path.IsPathFullyQualified(wanted) ? wanted : None(string.Format(null, Strings.CacheNotAbsolute, wanted, Variable), out problem);
        }

        return Home(variable) is { Length: > 0 } home && Path.IsPathFullyQualified(home) ? Path.Combine(home, Name) : None(Strings.CacheNoPlace, out problem);
    }

    private static string? None(string reason, out string? problem)
    {
        problem = reason;
        return null;
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
