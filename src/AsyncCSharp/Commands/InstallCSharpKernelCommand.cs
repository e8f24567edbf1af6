using System.Management.Automation;
using AsyncCSharp.Kernels;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Has Jupyter know the kernel.</summary>
[Cmdlet(VerbsLifecycle.Install, "CSharpKernel", SupportsShouldProcess = true, DefaultParameterSetName = ScopeSet)]
[OutputType(typeof(CSharpKernel))]
public sealed class InstallCSharpKernelCommand : KernelCommand
{
    private const string ScopeSet = "Scope";
    private const string PathSet = "Path";

    /// <summary>How notebooks name it.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "csharp";

    /// <summary>How people see it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string DisplayName { get; set; } = "C# (AsyncCSharp)";

    /// <summary>For whom.</summary>
    [Parameter(ParameterSetName = ScopeSet)]
    public KernelScope Scope { get; set; }

    /// <summary>A folder of Jupyter's, such as one of <c>$env:JUPYTER_PATH</c>; it need not be there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// Has Jupyter know it by the names that notebooks of .NET Interactive have for their kernels, too: <c>.net-csharp</c> and <c>.net-powershell</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter Compatible { get; set; }

    /// <summary>Has the kernel run the profiles of pwsh before the first cell.</summary>
    [Parameter]
    public SwitchParameter LoadProfile { get; set; }

    /// <summary>Replaces a kernel of that name that is not of this module.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!KernelSpecs.IsName(Name))
        {
            ThrowTerminatingError(Errors.InvalidKernelName(Name));
        }

        IReadOnlyList<string>? shell = ShellProgram.Find((string)SessionState.PSVariable.GetValue("PSHOME"));
        if (shell is null)
        {
            ThrowTerminatingError(Errors.ShellNotFound());
        }

        string data = ParameterSetName == PathSet ? SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out _, out _)
            : Scope == KernelScope.AllUsers ? KernelSpecs.MachineFolder
            : KernelSpecs.UserFolder;
        string more = LoadProfile ? $" -{nameof(LoadProfile)}" : string.Empty;
        Install(data, Name, DisplayName, shell!, more, "C#");
        if (Compatible)
        {
            more = $" -{nameof(Compatible)}{more}";
            Install(data, LanguageNames.CSharpKernel, ".NET (C#, AsyncCSharp)", shell!, more, "C#");
            Install(data, LanguageNames.PowerShellKernel, ".NET (PowerShell, AsyncCSharp)", shell!, $"{more} -{nameof(StartCSharpKernelCommand.Language)} {LanguageNames.PowerShell}", "PowerShell");
        }
    }

    private void Install(string data, string name, string displayName, IReadOnlyList<string> shell, string more, string language)
    {
        string folder = KernelSpecs.FolderOf(data, name);
        if (Directory.Exists(folder) && KernelSpecs.Read(folder) is null && !Force)
        {
            ThrowTerminatingError(Errors.KernelExists(name, folder));
        }

        if (!ShouldProcess(folder, Strings.WhatIfInstallKernel))
        {
            return;
        }

        try
        {
            KernelSpecs.Write(folder, displayName, shell, Manifest, more, language);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.KernelNotWritten(folder, e));
        }

        WriteObject(KernelSpecs.Read(folder));
    }
}
