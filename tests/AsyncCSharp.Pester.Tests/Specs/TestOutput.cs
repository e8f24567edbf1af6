using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>Finds in the output of a run what belongs to one test, by the lines that MiniPester writes around each.</summary>
internal static class TestOutput
{
    public static string Section(string output, int id)
    {
        string number = id.ToString(CultureInfo.InvariantCulture);
        Match match = Regex.Match(
            output,
            $@"^\[it {number}\] [^\n]*\n(?<section>.*?)^\[(passed|failed|skipped) {number}\] ",
            RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        return match.Groups["section"].Value;
    }
}
