using System.Management.Automation;
using System.Text.RegularExpressions;
using static MiniPester.Assertions.Values;

namespace MiniPester.Assertions;

/// <summary>-BeLike, -BeLikeExactly, -Match, -MatchExactly.</summary>
internal static class TextAssertions
{
    public static AssertionResult BeLike(AssertionArguments arguments) => Like(arguments, WildcardOptions.IgnoreCase);

    public static AssertionResult BeLikeExactly(AssertionArguments arguments) => Like(arguments, WildcardOptions.None);

    public static AssertionResult Match(AssertionArguments arguments) => Match(arguments, RegexOptions.IgnoreCase);

    public static AssertionResult MatchExactly(AssertionArguments arguments) => Match(arguments, RegexOptions.None);

    /// <summary>Tells whether a text is like a wildcard pattern, in any case.</summary>
    public static bool IsLike(object? text, object? pattern, WildcardOptions options = WildcardOptions.IgnoreCase) =>
        WildcardPattern.Get(AsText(pattern), options).IsMatch(AsText(text));

    private static AssertionResult Like(AssertionArguments arguments, WildcardOptions options) =>
        Report(arguments, IsLike(arguments.Actual, arguments.Expected, options), "like wildcard");

    private static AssertionResult Match(AssertionArguments arguments, RegexOptions options)
    {
        Regex regex = Unwrap(arguments.Expected) as Regex ?? new Regex(AsText(arguments.Expected), options);
        return Report(arguments, regex.IsMatch(AsText(arguments.Actual)), "regular expression");
    }

    private static AssertionResult Report(AssertionArguments arguments, bool matches, string kind) => arguments.Check(
        matches,
        () => $"Expected {kind} {Text(arguments.Expected)} to match {Text(arguments.Actual)},{arguments.Because} but it did not match.",
        () => $"Expected {kind} {Text(arguments.Expected)} to not match {Text(arguments.Actual)},{arguments.Because} but it did match.");

    private static string AsText(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? "";
}
