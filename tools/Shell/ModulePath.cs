namespace AsyncCSharp.Shell;

/// <summary>The value of <c>PSModulePath</c> with which a folder is searched before all others.</summary>
internal static class ModulePath
{
    /// <summary>Puts a folder first, so that what was built here is loaded and not what the user has installed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="inherited">What the variable holds now.</param>
    /// <remarks>pwsh puts the user's folder before all others unless the variable names it already, so it is named here
    /// (PowerShell's <c>ModuleIntrinsics.GetModulePath</c>); the other folders of pwsh follow the user's.</remarks>
    public static string PutFirst(string folder, string? inherited)
    {
        IEnumerable<string> others = (inherited ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(Path.PathSeparator, others.Prepend(OfUser()).Prepend(folder).Distinct());
    }

    private static string OfUser() => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments), "PowerShell", "Modules")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "powershell", "Modules");
}
