namespace MiniPester.Assertions;

/// <summary>What an assertion found.</summary>
internal sealed record AssertionResult(bool Succeeded, string FailureMessage)
{
    /// <summary>Gets what -PassThru gives.</summary>
    public object? Data { get; init; }

    public static AssertionResult Success { get; } = new(true, "");

    public static AssertionResult Failure(string message) => new(false, message);
}
