namespace AsyncCSharp.Pester.Tests.Processes;

/// <summary>What a process left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All that it wrote to standard output.</param>
/// <param name="Errors">All that it wrote to standard error.</param>
/// <param name="Stacks">The managed stacks of a process that did not end in time and was killed, else null.</param>
internal sealed record DotnetResult(int ExitCode, string Output, string Errors, string? Stacks)
{
    /// <summary>Gets both outputs and how the process ended, for the message of a failed test.</summary>
    public string Report =>
        $"""
        {(Stacks is null ? $"Exit code {ExitCode}" : $"The process did not end in time and was killed. Its stacks:\n{Stacks}")}
        --- standard output
        {Output}
        --- standard error
        {Errors}
        """;
}
