using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Soak;

/// <summary>A runspace with the module, in which rounds are run.</summary>
internal sealed class SoakRunspace : IDisposable
{
    /// <summary>How many cells a round has.</summary>
    public const int CellsOfRound = 20;

    private static readonly string s_round = ReadRound();

    private readonly Runspace _runspace;

    public SoakRunspace()
    {
        string module = typeof(SoakRunspace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModulePath").Value!;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([module]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>Runs every kind of cell once. Throws where something was lost.</summary>
    public void RunRound(int number)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        _ = shell.AddScript(s_round).AddArgument(number).Invoke();
    }

    public void Dispose() => _runspace.Dispose();

    private static string ReadRound()
    {
        using StreamReader reader = new(typeof(SoakRunspace).Assembly.GetManifestResourceStream("Round.ps1")!);
        return reader.ReadToEnd();
    }
}
