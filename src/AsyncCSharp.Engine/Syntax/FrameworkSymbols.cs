using System.Globalization;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>The preprocessor symbols that the SDK defines for a program that is built, optimised, for the framework that cells run on.</summary>
internal static class FrameworkSymbols
{
    private const int FirstNet = 5;

    private static readonly string[] s_core = ["1_0", "1_1", "2_0", "2_1", "2_2", "3_0", "3_1"];

    /// <summary>All of them, for a release of .NET.</summary>
    public static IEnumerable<string> For(int major)
    {
        string number = major.ToString(CultureInfo.InvariantCulture);
        return
        [
            "TRACE",
            "RELEASE",
            "NET",
            $"NET{number}_0",
            "NETCOREAPP",
            .. Enumerable.Range(FirstNet, major - FirstNet + 1).Select(n => $"NET{n.ToString(CultureInfo.InvariantCulture)}_0_OR_GREATER"),
            .. s_core.Select(v => $"NETCOREAPP{v}_OR_GREATER"),
        ];
    }
}
