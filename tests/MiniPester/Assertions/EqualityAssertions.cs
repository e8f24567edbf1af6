using System.Management.Automation;
using static MiniPester.Assertions.Values;

namespace MiniPester.Assertions;

/// <summary>-Be, -BeExactly, -BeIn, -Contain, -HaveCount.</summary>
internal static class EqualityAssertions
{
    public static AssertionResult Be(AssertionArguments arguments) => Compare(arguments, caseSensitive: false);

    public static AssertionResult BeExactly(AssertionArguments arguments) => Compare(arguments, caseSensitive: true);

    public static AssertionResult BeIn(AssertionArguments arguments) => arguments.Check(
        Contains(Enumerate(arguments.Expected), arguments.Actual),
        () => $"Expected collection {Text(arguments.Expected)} to contain {Text(arguments.Actual)},{arguments.Because} but it was not found.",
        () => $"Expected collection {Text(arguments.Expected)} to not contain {Text(arguments.Actual)},{arguments.Because} but it was found.");

    public static AssertionResult Contain(AssertionArguments arguments) => arguments.Check(
        Contains((object?[])arguments.Actual!, arguments.Expected),
        () => $"Expected {Text(arguments.Expected)} to be found in collection {Text(arguments.Actual)},{arguments.Because} but it was not found.",
        () => $"Expected {Text(arguments.Expected)} to not be found in collection {Text(arguments.Actual)},{arguments.Because} but it was found.");

    public static AssertionResult HaveCount(AssertionArguments arguments)
    {
        int expected = LanguagePrimitives.ConvertTo<int>(arguments.Expected);
        int count = ((object?[])arguments.Actual!).Length;
        return arguments.Check(
            count == expected,
            () => $"Expected a collection with size {expected},{arguments.Because} but got collection with size {count} {Text(arguments.Actual)}.",
            () => $"Expected a collection with size different from {expected},{arguments.Because} but got collection with that size {Text(arguments.Actual)}.");
    }

    private static AssertionResult Compare(AssertionArguments arguments, bool caseSensitive)
    {
        string exactly = caseSensitive ? "exactly " : "";
        return arguments.Check(
            AreEqual(arguments.Actual, arguments.Expected, caseSensitive),
            () => $"Expected {exactly}{Single(arguments.Expected)},{arguments.Because} but got {Single(arguments.Actual)}.",
            () => $"Expected {Single(arguments.Expected)} to be different from the actual value,{arguments.Because} but got {exactly}the same value.");
    }

    // The piped values arrive as an array, also where there is one.
    private static string Single(object? value) => value is object?[] { Length: 1 } array ? Text(array[0]) : Text(value);

    private static bool Contains(object?[] collection, object? value) =>
        collection.Any(item => LanguagePrimitives.Equals(item, value, ignoreCase: true));
}
