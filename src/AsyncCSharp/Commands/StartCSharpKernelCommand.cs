using System.Management.Automation;
using System.Net.Sockets;
using AsyncCSharp.Kernels;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Is the kernel of a notebook, until the client ends it.</summary>
[Cmdlet(VerbsLifecycle.Start, "CSharpKernel")]
[OutputType(typeof(void))]
public sealed class StartCSharpKernelCommand : KernelCommand
{
    private KernelProcess? _process;

    /// <summary>The file that the client has written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ConnectionFile { get; set; } = "";

    /// <summary>Listens at an address that other machines can reach, if the file says so.</summary>
    [Parameter]
    public SwitchParameter AllowRemote { get; set; }

    /// <summary>Has cells find the names of .NET Interactive.</summary>
    [Parameter]
    public SwitchParameter Compatible { get; set; }

    /// <summary>The language of cells that do not say it: <c>csharp</c> or <c>pwsh</c>.</summary>
    [Parameter]
    [ValidateSet(LanguageNames.CSharp, LanguageNames.PowerShell)]
    public string Language { get; set; } = LanguageNames.CSharp;

    /// <summary>Runs the profiles of pwsh before the first cell.</summary>
    [Parameter]
    public SwitchParameter LoadProfile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Jupyter.ConnectionFile file = Read(ResolveFile(ConnectionFile));
        if (file.IsRemote && !AllowRemote)
        {
            ThrowTerminatingError(Errors.KernelIsRemote(file.Place));
        }

        // Whoever reaches the sockets could run code: messages from other machines have to be signed.
        if (file.IsRemote && file.Key.Length == 0)
        {
            ThrowTerminatingError(Errors.InvalidConnectionFile(ConnectionFile, "key"));
        }

        KernelOptions options = new(Manifest)
        {
            First = CellParts.KindOf(Language)!.Value,
            IsCompatible = Compatible,
            Profile = SessionState.PSVariable.GetValue("PROFILE"),
            LoadsProfile = LoadProfile,
        };
        using KernelProcess process = new(owner => new Kernel(file, options) { Ending = owner.EndSoon });
        try
        {
            process.Open();
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(Errors.InvalidConnectionFile(ConnectionFile, e.Message));
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.KernelNotStarted(ConnectionFile, e));
        }

        _process = process;
        try
        {
            process.Run(CurrentFolder);
        }
        catch (KernelStartException e)
        {
            ThrowTerminatingError(Errors.KernelNotStarted(ConnectionFile, e));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _process?.Stop();
    }

    private Jupyter.ConnectionFile Read(string path)
    {
        try
        {
            return Jupyter.ConnectionFile.Parse(ReadFile(path));
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(Errors.InvalidConnectionFile(ConnectionFile, e.Message));
            return null!;
        }
    }
}
