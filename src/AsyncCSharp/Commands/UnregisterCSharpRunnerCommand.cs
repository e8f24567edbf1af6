using System.Management.Automation;
using AsyncCSharp.Reporting;
using AsyncCSharp.Runners;
using AsyncCSharp.Text;

namespace AsyncCSharp.Commands;

/// <summary>Takes the name of a custom runner back. Sessions that use the runner keep it.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "CSharpRunner", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterCSharpRunnerCommand : SessionCommand
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CustomRunnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RunnerTable runners = State.Runners;
        foreach (string name in Name)
        {
            RunnerEntry? entry = runners.Find(name);
            if (entry is null)
            {
                WriteError(Errors.UnknownRunner(name, runners.Entries.Select(e => e.Name)));
            }
            else if (entry.IsBuiltIn)
            {
                WriteError(Errors.RunnerIsBuiltIn(entry.Name));
            }
            else if (ShouldProcess(ShownText.Of(entry.Name), Strings.WhatIfUnregister))
            {
                _ = runners.Remove(entry.Name);
            }
        }
    }
}
