using System.Collections;
using System.Management.Automation;
using AsyncCSharp.Kernels;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>Runs the cells of a notebook.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CSharpNotebook", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class InvokeCSharpNotebookCommand : KernelCommand
{
    private readonly StopHandOff<NotebookRun> _run = new(static run => run.Stop());

    /// <summary>The notebook.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Variables that are set for the cells.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public IDictionary Parameter { get; set; } = new Hashtable();

    /// <summary>Where the notebook is written with what its cells have shown.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = ResolveFile(Path);
        Notebook notebook = Read(path);
        string? target = OutputPath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(OutputPath, out _, out _);
        if (!ShouldProcess(path, Strings.WhatIfRunNotebook))
        {
            return;
        }

        using NotebookRun run = new(new KernelOptions(Manifest)
        {
            // A notebook of .NET Interactive says so by the kernel that it names.
            First = NotebookConverter.IsOfPowerShell(notebook.Root) ? CellKind.PowerShell : CellKind.CSharp,
            IsCompatible = NotebookConverter.IsOfInteractive(notebook.Root),
            Profile = SessionState.PSVariable.GetValue("PROFILE"),
        });
        (int Number, CellError Error)? failure;
        try
        {
            _run.Begin(run);
            failure = run.Run(notebook, Parameters(), System.IO.Path.GetDirectoryName(path)!);
        }
        catch (KernelStartException e)
        {
            ThrowTerminatingError(Errors.KernelNotStarted(path, e));
            return;
        }
        finally
        {
            _run.End();
        }

        if (Stopping)
        {
            throw new PipelineStoppedException();
        }

        foreach (string name in run.Unknown)
        {
            WriteWarning(string.Format(null, Strings.NotebookParameterUnknown, path, name));
        }

        if (target is not null)
        {
            WriteNotebook(target, run.TextOf(notebook));
        }

        if (failure is { } failed)
        {
            WriteError(Errors.NotebookFailed(path, failed.Number, failed.Error.Name, failed.Error.Message));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _run.Stop();
    }

    private Dictionary<string, object?> Parameters() =>
        Parameter.Cast<DictionaryEntry>().ToDictionary(entry => entry.Key.ToString()!, entry => entry.Value, StringComparer.Ordinal);

    private Notebook Read(string path)
    {
        try
        {
            return Notebook.Read(path, ReadFile(path));
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(Errors.InvalidNotebook(path, e.Message));
            return null!;
        }
    }
}
