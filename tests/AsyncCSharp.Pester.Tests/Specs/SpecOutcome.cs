namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>How a test ended, in Pester's words.</summary>
internal enum SpecOutcome
{
    NotRun,
    Passed,
    Failed,
    Skipped,
    Inconclusive,
}
