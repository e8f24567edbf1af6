namespace AsyncCSharp.Commands;

/// <summary>What the cmdlets about kernels have in common.</summary>
public abstract class KernelCommand : SessionCommand
{
    private protected KernelCommand()
    {
    }

    /// <summary>The manifest of this module.</summary>
    private protected string Manifest => System.IO.Path.Combine(MyInvocation.MyCommand.Module.ModuleBase, "AsyncCSharp.psd1");
}
