using System.Buffers;
using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>Tells the path of a script from the text of a cell: <c>cs ./a.csx</c> means the file.</summary>
internal static class ScriptPath
{
    private static readonly SearchValues<char> s_notInPaths = SearchValues.Create("\r\n;\"(){}<>=|*?");

    /// <summary>The path that the text is, or null: one that C# could not mean, or the name of a file that is there.</summary>
    public static string? In(string text, SessionState state)
    {
        if (!text.AsSpan().TrimEnd().EndsWith(".csx", StringComparison.OrdinalIgnoreCase) && !text.AsSpan().TrimEnd().EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string path = text.Trim();
        return !path.AsSpan().ContainsAny(s_notInPaths) && !path.StartsWith("//", StringComparison.Ordinal) && (IsPath(path) || IsFile(path, state)) ? path : null;
    }

    /// <summary>Whether a text names no file that is there.</summary>
    public static bool IsMissing(string text, SessionState state) => !IsFile(text, state);

    private static bool IsPath(string path) =>
        path[0] is '.' or '~' or '/' or '\\' || (path.Length > 2 && path[1] == ':' && path[2] is '/' or '\\');

    private static bool IsFile(string path, SessionState state)
    {
        try
        {
            return File.Exists(state.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException or ArgumentException)
        {
            return false;
        }
    }
}
