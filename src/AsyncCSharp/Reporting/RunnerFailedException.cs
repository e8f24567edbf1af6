namespace AsyncCSharp.Reporting;

/// <summary>Carries what a custom runner did wrong, while the cell itself had not failed, to the error record.</summary>
internal sealed class RunnerFailedException(string runner, Exception own) : InvalidOperationException(Errors.MessageOf(own), own)
{
    /// <summary>The runner's name.</summary>
    public string Runner => runner;

    /// <summary>What the runner threw.</summary>
    public Exception Own => InnerException!;
}
