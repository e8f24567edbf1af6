namespace PwshHost;

internal static class ModulePath
{
    private const string Variable = "PSModulePath";

    /// <summary>Puts a folder before all others, so that what was built here is loaded and not what is installed.</summary>
    public static void PutFirst(string folder)
    {
        string[] others = (Environment.GetEnvironmentVariable(Variable) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IEnumerable<string> all = others.Where(other => other != folder).Prepend(folder);
        Environment.SetEnvironmentVariable(Variable, string.Join(Path.PathSeparator, all));
    }
}
