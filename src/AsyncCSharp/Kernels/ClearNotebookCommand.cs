using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Removes what the cell has shown. Only the runspace of a kernel has it, in the place of PowerShell's function, which writes escape sequences for a terminal.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "Host")]
internal sealed class ClearNotebookCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() =>
        (RunspaceSessions.For(Runspace.DefaultRunspace).Of<ConsoleTarget>().Sink as IDisplayTarget)?.Clear(wait: false);
}
