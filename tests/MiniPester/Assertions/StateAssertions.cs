using System.Collections;
using System.Management.Automation;
using static MiniPester.Assertions.Values;

namespace MiniPester.Assertions;

/// <summary>-BeNullOrEmpty, -BeTrue, -BeFalse, -BeOfType, -Exist.</summary>
internal static class StateAssertions
{
    public static AssertionResult BeNullOrEmpty(AssertionArguments arguments)
    {
        object?[] actual = (object?[])arguments.Actual!;
        bool isEmpty = actual switch
        {
            [] => true,
            [var single] => Unwrap(single) is Hashtable table ? table.Count == 0 : IsEmptyText(single),
            _ => false,
        };
        return arguments.Check(
            isEmpty,
            () => $"Expected $null or empty,{arguments.Because} but got {(actual.Length == 1 ? Text(actual[0]) : Text(actual))}.",
            () => $"Expected a value,{arguments.Because} but got $null or empty.");
    }

    public static AssertionResult BeTrue(AssertionArguments arguments) => BeBoolean(arguments, true);

    public static AssertionResult BeFalse(AssertionArguments arguments) => BeBoolean(arguments, false);

    public static AssertionResult BeOfType(AssertionArguments arguments)
    {
        Type type = TypeNames.Resolve(arguments.Expected);
        object? actual = Unwrap(arguments.Actual);
        string actualType = actual is null ? "$null" : $"[{actual.GetType().FullName}]";
        return arguments.Check(
            IsOfType(actual, type),
            () => $"Expected the value to have type [{type.FullName}] or any of its subtypes,{arguments.Because} but got {Text(actual)} with type {actualType}.",
            () => $"Expected the value to not have type [{type.FullName}] or any of its subtypes,{arguments.Because} but got {Text(actual)} with type {actualType}.");
    }

    public static AssertionResult Exist(AssertionArguments arguments)
    {
        string path = LanguagePrimitives.ConvertTo<string>(arguments.Actual);
        string fullPath = arguments.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        return arguments.Check(
            Path.Exists(fullPath),
            () => $"Expected path {Text(path)} to exist,{arguments.Because} but it did not exist.",
            () => $"Expected path {Text(path)} to not exist,{arguments.Because} but it did exist.");
    }

    private static AssertionResult BeBoolean(AssertionArguments arguments, bool wanted)
    {
        bool expected = wanted != arguments.Negate;
        return LanguagePrimitives.IsTrue(arguments.Actual) == expected
            ? AssertionResult.Success
            : AssertionResult.Failure($"Expected {Text(expected)},{arguments.Because} but got {Text(arguments.Actual)}.");
    }

    private static bool IsEmptyText(object? value) =>
        string.IsNullOrEmpty(LanguagePrimitives.ConvertTo<string>(value));

    // A custom object is the wrapper itself: [pscustomobject] is another name of [psobject].
    private static bool IsOfType(object? actual, Type type) =>
        actual is PSObject ? type == typeof(PSObject) || type == typeof(PSCustomObject) : type.IsInstanceOfType(actual);
}
