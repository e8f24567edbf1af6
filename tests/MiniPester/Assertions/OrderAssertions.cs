using System.Management.Automation;
using static MiniPester.Assertions.Values;

namespace MiniPester.Assertions;

/// <summary>-BeGreaterThan, -BeGreaterOrEqual, -BeLessThan, -BeLessOrEqual.</summary>
internal static class OrderAssertions
{
    public static AssertionResult BeGreaterThan(AssertionArguments arguments) =>
        Compare(arguments, order => order > 0, "greater than");

    public static AssertionResult BeGreaterOrEqual(AssertionArguments arguments) =>
        Compare(arguments, order => order >= 0, "greater than or equal to");

    public static AssertionResult BeLessThan(AssertionArguments arguments) =>
        Compare(arguments, order => order < 0, "less than");

    public static AssertionResult BeLessOrEqual(AssertionArguments arguments) =>
        Compare(arguments, order => order <= 0, "less than or equal to");

    private static AssertionResult Compare(AssertionArguments arguments, Predicate<int> accepts, string relation)
    {
        int order = LanguagePrimitives.Compare(Unwrap(arguments.Actual), Unwrap(arguments.Expected), ignoreCase: true);
        return arguments.Check(
            accepts(order),
            () => $"Expected the actual value to be {relation} {Text(arguments.Expected)},{arguments.Because} but got {Text(arguments.Actual)}.",
            () => $"Expected the actual value not to be {relation} {Text(arguments.Expected)},{arguments.Because} but got {Text(arguments.Actual)}.");
    }
}
