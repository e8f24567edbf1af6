using System.Management.Automation;

namespace AsyncCSharp.Interop;

/// <summary>The engine of the runspace that the calling thread executes in, also while a pipeline of it runs: <c>SessionStateProxy</c> refuses then.</summary>
internal static class CurrentShell
{
    /// <summary>It; null where it is not to be had.</summary>
    public static EngineIntrinsics? Intrinsics
    {
        get
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            try
            {
                return shell.AddScript("$ExecutionContext", useLocalScope: false).Invoke<EngineIntrinsics>().FirstOrDefault();
            }
            catch (Exception e) when (e is RuntimeException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>What an alias stands for; null for none.</summary>
    public static string? Resolve(this EngineIntrinsics shell, string alias) =>
        shell.InvokeCommand.GetCommands(alias, CommandTypes.Alias, nameIsPattern: false).OfType<AliasInfo>().FirstOrDefault()?.ResolvedCommand?.Name;
}
