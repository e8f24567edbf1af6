using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace AsyncCSharp.Engine;

/// <summary>Values as C# writes them, by the formatter of Roslyn's own scripting. Its assembly is loaded by the first one.</summary>
internal static class ValueText
{
    private const int Longest = 100;

    /// <summary>The text of a value.</summary>
    public static string Of(object? value) => CSharpObjectFormatter.Instance.FormatObject(
        value, new PrintOptions { MaximumOutputLength = Longest, MemberDisplayFormat = MemberDisplayFormat.Hidden });
}
