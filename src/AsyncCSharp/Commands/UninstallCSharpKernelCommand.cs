using System.Management.Automation;
using AsyncCSharp.Kernels;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Has Jupyter forget a kernel of this module.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "CSharpKernel", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UninstallCSharpKernelCommand : KernelCommand
{
    /// <summary>The kernel's name, or the kernel.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Name { get; set; } = "csharp";

    /// <summary>The folder of Jupyter's; those where it looks without.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object given = Name is PSObject wrapped ? wrapped.BaseObject : Name;
        CSharpKernel[] found = given is CSharpKernel kernel ? [kernel] : Find(given.ToString()!);
        if (found.Length == 0)
        {
            WriteError(Errors.KernelNotFound(given.ToString()!));
        }

        foreach (CSharpKernel one in found)
        {
            if (ShouldProcess(one.Path, Strings.WhatIfUninstallKernel))
            {
                Remove(one);
            }
        }
    }

    private CSharpKernel[] Find(string name)
    {
        IEnumerable<string> folders = Path is null ? KernelSpecs.Folders : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out _, out _)];
        return [.. KernelSpecs.Find(folders).Where(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
    }

    private void Remove(CSharpKernel kernel)
    {
        try
        {
            Directory.Delete(kernel.Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            WriteError(Errors.KernelNotFound(kernel.Name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.KernelNotWritten(kernel.Path, e));
        }
    }
}
