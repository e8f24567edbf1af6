using System.Management.Automation;
using AsyncCSharp.Kernels;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Gets the kernels of this module that Jupyter knows.</summary>
[Cmdlet(VerbsCommon.Get, "CSharpKernel")]
[OutputType(typeof(CSharpKernel))]
public sealed class GetCSharpKernelCommand : KernelCommand
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Folders of Jupyter's, instead of those where it looks.</summary>
    [Parameter]
    public string[]? Path { get; set; }

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpKernel[] kernels = [.. KernelSpecs.Find(Path?.Select(p => SessionState.Path.GetUnresolvedProviderPathFromPSPath(p, out _, out _)) ?? KernelSpecs.Folders)];
        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            CSharpKernel[] found = Array.FindAll(kernels, k => pattern.IsMatch(k.Name));
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.KernelNotFound(name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
