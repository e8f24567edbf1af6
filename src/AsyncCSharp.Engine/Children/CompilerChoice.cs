namespace AsyncCSharp.Engine.Children;

/// <summary>Whether cells are to be compiled in this process, whatever else there is.</summary>
internal static class CompilerChoice
{
    /// <summary>The environment variable that says so.</summary>
    public const string Variable = "ASYNCCSHARP_COMPILER";

    private const string InProcess = "inprocess";

    /// <summary>Whether that is so now. On a machine that is locked down only what has passed its policy is to run, and that is this process.</summary>
    public static bool IsInProcess =>
        LanguagePolicy.IsLockedDown || string.Equals(Environment.GetEnvironmentVariable(Variable), InProcess, StringComparison.OrdinalIgnoreCase);
}
