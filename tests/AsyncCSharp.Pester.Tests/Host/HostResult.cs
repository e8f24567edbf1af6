namespace AsyncCSharp.Pester.Tests.Host;

/// <summary>What a host process left behind.</summary>
internal sealed record HostResult(int ExitCode, string Output, string Errors, bool TimedOut)
{
    /// <summary>Gets both outputs and how the process ended, for the message of a failed test.</summary>
    public string Report =>
        $"""
        {(TimedOut ? "The process hung and was killed." : $"Exit code {ExitCode}")}
        --- standard output
        {Output}
        --- standard error
        {Errors}
        """;
}
