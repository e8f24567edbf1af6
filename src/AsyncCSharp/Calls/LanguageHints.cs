using System.Management.Automation;
using System.Text.RegularExpressions;
using AsyncCSharp.Contract;
using AsyncCSharp.Output;
using AsyncCSharp.Text;

namespace AsyncCSharp.Calls;

/// <summary>Says in errors of the compiler what C# writes in another way than PowerShell: names, the pipeline's object, commands.</summary>
internal static partial class LanguageHints
{
    // "The name '{0}' does not exist in the current context", "Unexpected character '{0}'".
    private const string UnknownName = "CS0103";
    private const string UnexpectedCharacter = "CS1056";

    // "'{0}' does not contain a definition for '{1}'".
    private const string NoSuchMember = "CS1061";

    private const string PipelineObject = "_";

    /// <summary>The error with hints; the same where there is nothing to say. Pipeline thread.</summary>
    /// <param name="e">The error.</param>
    /// <param name="output">Where the cell writes, which knows PowerShell's variables.</param>
    /// <param name="given">The variables of the call; null for none.</param>
    /// <param name="input">The pipeline's object.</param>
    public static CSharpCompilationException In(CSharpCompilationException e, ICellOutput output, CallVariables? given, object? input)
    {
        PSVariableIntrinsics? variables = output.OwnsScripts ? null : output.Variables;
        CellDiagnostic[] told = [.. e.Diagnostics.Select((d, i) => Hint(d, isFirst: i == 0, variables, given, input) is { } hint ? d.With($"{d.Message.TrimEnd('.')}. {hint}") : d)];
        return told.SequenceEqual(e.Diagnostics) ? e : new CSharpCompilationException(told);
    }

    private static string? Hint(CellDiagnostic diagnostic, bool isFirst, PSVariableIntrinsics? variables, CallVariables? given, object? input) => diagnostic switch
    {
        { Severity: not CellDiagnosticSeverity.Error } => null,
        _ when isFirst && Command().Match(diagnostic.SourceLine) is { Success: true } command => string.Format(null, Strings.ShellCommandHint, command.Groups[1].Value),
        { Id: UnexpectedCharacter, Marked: "$" } => Strings.DollarHint,
        { Id: UnknownName, Marked: PipelineObject } => Strings.PipelineObjectHint,
        { Id: UnknownName, Marked: var name } when CSharpName.IsValid(name) => HintOf(name, variables, given),
        { Id: NoSuchMember, Marked: var name } when CSharpName.IsValid(name) => HolderOf(diagnostic, given, input) is { } holder ? string.Format(null, Strings.ShellPropertyHint, name, holder) : null,
        _ => null,
    };

    // What of the call has a property that its type has not: PowerShell's own, as the BaseName of files.
    private static string? HolderOf(CellDiagnostic diagnostic, CallVariables? given, object? input)
    {
        foreach ((string name, object? value) in (given?.Values ?? []).Append(new(nameof(CellGlobals.Input), input)))
        {
            if (value is not null and not PSObject && diagnostic.Message.Contains($"'{TypeDisplay.Of(value.GetType())}'", StringComparison.Ordinal)
                && PSObject.AsPSObject(value).Properties.Match(diagnostic.Marked, PSMemberTypes.ScriptProperty | PSMemberTypes.AliasProperty | PSMemberTypes.CodeProperty).Count == 1)
            {
                return name;
            }
        }

        return null;
    }

    private static string? HintOf(string name, PSVariableIntrinsics? variables, CallVariables? given) =>
        given?.Values.Select(static v => v.Key).FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other ? string.Format(null, Strings.OtherCaseHint, other)
        : variables?.Get(name) is not null ? string.Format(null, Strings.ShellVariableHint, name)
        : null;

    // Verbs that differences of two variables do not begin with.
    [GeneratedRegex("^\\s*((?:Add|Convert(?:From|To)?|Copy|Export|ForEach|Format|Get|Group|Import|Invoke|Join|Measure|Move|New|Out|Read|Remove|Select|Set|Sort|Split|Start|Stop|Test|Where|Write)-[A-Z][A-Za-z]+|cs(?=\\s+['\"@{]))", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
