using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Caches;
using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using AsyncCSharp.Failures;
using AsyncCSharp.Output;
using AsyncCSharp.Reading;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Showing;
using AsyncCSharp.Typing;

namespace AsyncCSharp;

/// <summary>
/// What <c>Remove-Module</c> and <c>Import-Module -Force</c> do: the runspace's sessions end, and the console and the handlers of the process are as they were
/// once no runspace has any. They do nothing while the calling thread is inside of a cell, which they would end with the script that called it.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    /// <exception cref="RuntimeException">The thread is inside of a cell. PowerShell leaves the module as it is.</exception>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            RunspaceSessions state = RunspaceSessions.For(runspace);
            if (state.Sessions.FirstOrDefault(s => s.IsInUseHere) is { } session)
            {
                ErrorRecord error = Errors.SessionInUse(session.Name);
                throw new RuntimeException(error.Exception.Message, error.Exception, error);
            }

            state.Of<ShellLine>().Unbind();
            state.Of<ShellCompletion>().Remove();
            state.Close();
            ShellViews.Remove(runspace);
        }

        if (!RunspaceSessions.AnySessions)
        {
            EngineLoadContext.Loaded?.EndCompilers();
            ConsoleRouter.Uninstall();
            ConsoleReader.Uninstall();
            ProcessHandlers.Release(static () => RunspaceSessions.AnySessions);
        }

        TypeCaches.Clear();
    }
}
