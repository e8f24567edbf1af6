using System.Collections;
using System.Management.Automation.Language;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Text;

namespace AsyncCSharp.Typing;

/// <summary>The types of what a call that is being typed passes to its cell. Variables of the shell are looked at; nothing is run.</summary>
internal static class PassedTypes
{
    // Somebody waits for it at the keyboard.
    private const int MostItems = 1_000;

    /// <summary>That of the objects of a pipeline; null where it is not known.</summary>
    /// <param name="source">What they come from; null for nothing.</param>
    public static Type? OfInput(CommandBaseAst? source) => source switch
    {
        null => null,
        CommandExpressionAst { Expression: VariableExpressionAst variable } when ValueOf(variable.VariablePath.UserPath) is { } value => ElementOf(value) ?? (value is IList ? null : InputTypes.TypeFor(value)),
        _ => TypeInference.OutputOf(source),
    };

    /// <summary>Those of variables.</summary>
    /// <param name="given">What stands behind the parameter: names, or a table of names and values; null for nothing.</param>
    public static IReadOnlyList<KeyValuePair<string, Type?>> OfVariables(CommandElementAst? given)
    {
        IEnumerable<(string Name, object? Value)> passed = given switch
        {
            StringConstantExpressionAst name => [(name.Value, ValueOf(name.Value))],
            ArrayLiteralAst names => names.Elements.OfType<StringConstantExpressionAst>().Select(static name => (name.Value, ValueOf(name.Value))),
            HashtableAst table => table.KeyValuePairs.Select(static pair => ((pair.Item1 as StringConstantExpressionAst)?.Value ?? string.Empty, ValueOf(pair.Item2))),
            _ => [],
        };
        return [.. passed.Where(static p => p.Value is not null && CSharpName.IsValid(p.Name)).DistinctBy(static p => p.Name).Select(static p => KeyValuePair.Create(p.Name, TypeOf(p.Value!)))];
    }

    private static object? ValueOf(string variable) => PSValue.Unwrap(CurrentShell.Intrinsics?.SessionState.PSVariable.GetValue(variable));

    private static object? ValueOf(StatementAst statement) => statement is not PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var expression }] } ? null
        : expression switch
        {
            VariableExpressionAst variable => ValueOf(variable.VariablePath.UserPath),
            ConstantExpressionAst constant => constant.Value,
            _ => null,
        };

    // An array of PowerShell is one of objects, whatever is in it.
    private static Type? TypeOf(object value) => value is object[] && ElementOf(value) is { } element ? element.MakeArrayType() : InputTypes.TypeFor(value);

    // What the items of a list are; null where they differ, and for what is no list. Other lists than the framework's would run code of theirs.
    private static Type? ElementOf(object value)
    {
        Type?[] types = value is IList items && value.GetType().Assembly == typeof(object).Assembly ? [.. items.Cast<object?>().Take(MostItems).Select(static item => InputTypes.TypeFor(PSValue.Unwrap(item))).Distinct().Take(2)] : [];
        return types.Length == 1 ? types[0] : null;
    }
}
