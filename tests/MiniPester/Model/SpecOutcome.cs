namespace MiniPester.Model;

internal enum SpecOutcome
{
    NotRun,
    Passed,
    Failed,
    Skipped,
}
