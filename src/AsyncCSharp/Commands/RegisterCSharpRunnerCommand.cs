using System.Management.Automation;
using AsyncCSharp.Reporting;
using AsyncCSharp.Runners;

namespace AsyncCSharp.Commands;

/// <summary>Gives a runner a name, by which all sessions of the runspace know it.</summary>
[Cmdlet(VerbsLifecycle.Register, "CSharpRunner")]
[OutputType(typeof(CSharpRunner))]
public sealed class RegisterCSharpRunnerCommand : SessionCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The runner: whatever <c>Set-AutoAwait</c> takes for one.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(RegisteredRunnerCompleter))]
    public object Runner { get; set; } = null!;

    /// <summary>What it does, in one sentence.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>The session whose variables, methods and types a name of <see cref="Runner"/> may mean.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <summary>Replaces a runner of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the runner.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string name = Name.Trim();
        if (name.Length == 0 || RunnerResolver.TryReadSwitch(name, out _))
        {
            ThrowTerminatingError(Errors.InvalidRunnerName(Name));
        }

        RunnerTable runners = State.Runners;
        if (runners.Find(name) is { } known)
        {
            if (known.IsBuiltIn)
            {
                ThrowTerminatingError(Errors.RunnerIsBuiltIn(known.Name));
            }

            if (!Force)
            {
                ThrowTerminatingError(Errors.RunnerExists(known.Name));
            }
        }

        RunnerEntry entry = ResolveRunner(ResolveSession(Session), Runner);
        entry = entry with { Name = name, Description = Description ?? entry.Description, IsBuiltIn = false };

        // Another job may have been faster.
        if (!runners.TrySet(entry, Force))
        {
            ThrowTerminatingError(Errors.RunnerExists(name));
        }

        if (PassThru)
        {
            WriteObject(new CSharpRunner(entry));
        }
    }
}
