namespace MiniPester.Running;

/// <summary>What Set-ItResult -Skipped leaves in the error that ends the test.</summary>
internal sealed record SkipRequest(string Reason);
