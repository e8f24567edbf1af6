using System.Management.Automation;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>What the cmdlets that convert notebooks have in common.</summary>
public abstract class NotebookCommand : KernelCommand
{
    private protected NotebookCommand()
    {
    }

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Where the result is written; without it the text is the output.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = ResolveFile(Path);
        string text;
        try
        {
            text = Convert(path, ReadFile(path));
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(Errors.InvalidNotebook(path, e.Message));
            return;
        }

        if (OutputPath is null)
        {
            WriteObject(text);
            return;
        }

        string target = SessionState.Path.GetUnresolvedProviderPathFromPSPath(OutputPath, out _, out _);
        if (ShouldProcess(target, Strings.WhatIfWriteNotebook))
        {
            WriteNotebook(target, text);
        }
    }

    /// <summary>The text of the result.</summary>
    /// <exception cref="FormatException">The file is no notebook.</exception>
    private protected abstract string Convert(string path, string text);
}
