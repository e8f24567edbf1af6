using System.Management.Automation;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Lists what can run async cells.</summary>
[Cmdlet(VerbsCommon.Get, "CSharpRunner")]
[OutputType(typeof(CSharpRunner))]
public sealed class GetCSharpRunnerCommand : SessionCommand
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RegisteredRunnerCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<RunnerEntry> entries = State.Runners.Entries;
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            CSharpRunner[] found = [.. entries.Where(e => pattern.IsMatch(e.Name)).Select(e => new CSharpRunner(e))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.UnknownRunner(name, entries.Select(e => e.Name)));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
