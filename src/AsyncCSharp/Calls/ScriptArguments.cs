using System.Management.Automation;
using System.Text.RegularExpressions;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Calls;

/// <summary>
/// What a script file is called with, as scripts and programs are written to see it: strings, by the names <c>Args</c> and <c>args</c>.
/// They are variables of the call, which hide the objects that cells see.
/// </summary>
internal static partial class ScriptArguments
{
    private const string Programs = "args";

    /// <summary>Whether a text may use them, or load one that does.</summary>
    public static bool AreIn(string code) => Use().IsMatch(code);

    /// <summary>The variables of a call with them. Where the call has one of the name, that one is meant.</summary>
    public static CallVariables With(IReadOnlyList<object?> arguments, CallVariables? variables)
    {
        string[] texts = TextsOf(arguments);
        return Add(variables, KeyValuePair.Create(nameof(CellGlobals.Args), (object?)texts.ToList()), KeyValuePair.Create(Programs, (object?)texts));
    }

    /// <summary>The variables of a call with the one that programs have, for a cell that did not find it; null where something else is wrong with it.</summary>
    public static CallVariables? ForProgram(CSharpCompilationException e, IReadOnlyList<object?> arguments, CallVariables? variables) =>
        e.Diagnostics.Any(d => d.Id == "CS0103" && d.Message.Contains($"'{Programs}'", StringComparison.Ordinal))
            ? Add(variables, KeyValuePair.Create(Programs, (object?)TextsOf(arguments)))
            : null;

    private static string[] TextsOf(IReadOnlyList<object?> arguments) => [.. arguments.Select(a => LanguagePrimitives.ConvertTo<string>(a))];

    private static CallVariables Add(CallVariables? variables, params IEnumerable<KeyValuePair<string, object?>> own) =>
        new([.. variables?.Values ?? [], .. own.Where(v => variables?.Have(v.Key) != true)]);

    [GeneratedRegex(@"\b[Aa]rgs\b|^\s*#\s*load\b", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Use();
}
