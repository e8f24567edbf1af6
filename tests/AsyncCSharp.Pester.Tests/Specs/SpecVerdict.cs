namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>What a result of Pester is to xUnit.</summary>
internal static class SpecVerdict
{
    /// <summary>Passes, fails or skips the test that runs, with Pester's own words.</summary>
    public static void Assert(SpecResult result, string name)
    {
        switch (result.Outcome)
        {
            case SpecOutcome.Passed:
                break;
            case SpecOutcome.Skipped:
                // -Skip has no reason; the tests that use it have it in their name.
                Xunit.Assert.Skip(result.Message.Length > 0 ? result.Message : name);
                break;
            default:
                Xunit.Assert.Fail(result.Message.Length > 0 ? result.Message : $"Pester says: {result.Outcome}.");
                break;
        }
    }
}
