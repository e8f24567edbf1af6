namespace AsyncCSharp.Engine.Files;

/// <summary>Where the assemblies lie that every cell refers to: those of the process that the cells run in.</summary>
/// <param name="Framework">The folder of the framework.</param>
/// <param name="Automation">The file of System.Management.Automation.</param>
/// <param name="Module">The file of AsyncCSharp.dll.</param>
internal sealed record HostPlaces(string Framework, string Automation, string Module)
{
    /// <summary>Whether this process compiles for another one.</summary>
    public static bool IsOfAnotherProcess { get; private set; }

    // The process's. Set once, before anything is compiled, by a process that compiles for another one.
    private static HostPlaces? s_current;

    /// <summary>Those of this process, or of the one that it compiles for.</summary>
    public static HostPlaces Current
    {
        get => s_current ??= new HostPlaces(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            typeof(System.Management.Automation.PSObject).Assembly.Location,
            typeof(CellGlobals).Assembly.Location);
        set
        {
            s_current = value;
            IsOfAnotherProcess = true;
        }
    }
}
