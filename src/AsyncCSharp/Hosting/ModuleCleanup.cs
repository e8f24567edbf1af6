using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AsyncCSharp;

/// <summary>What <c>Remove-Module</c> does: the runspace's sessions end, and the console is as it was once no runspace has any.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            RunspaceState.For(runspace).Close();
        }

        if (!RunspaceState.AnySessions)
        {
            ConsoleRouter.Uninstall();
        }

        TypeCaches.Clear();
    }
}
