using System.Collections.ObjectModel;
using System.Management.Automation;
using MiniPester.Commands;
using static MiniPester.Assertions.Values;

namespace MiniPester.Assertions;

/// <summary>-Throw.</summary>
internal static class ThrowAssertion
{
    // In PowerShell's own words, so that the error is what a catch block of the spec would see as $_.
    private static readonly string s_catch =
        "param($____body) try { do { $null = & $____body } until ($true) } catch { $_ }";

    public static AssertionResult Throw(AssertionArguments arguments)
    {
        if (Unwrap(arguments.Actual) is not ScriptBlock body)
        {
            throw new ArgumentException(
                "Input is missing or not a ScriptBlock. Input to '-Throw' and '-Not -Throw' must be enclosed in curly braces.");
        }

        Collection<PSObject> output = arguments.SessionState.InvokeCommand.InvokeScript(
            useLocalScope: true, ScriptBlock.Create(s_catch), null, body);
        ErrorRecord? error = output.LastOrDefault()?.BaseObject as ErrorRecord;
        return arguments.Negate ? CheckNothingThrown(arguments, error) : CheckThrown(arguments, error);
    }

    private static AssertionResult CheckNothingThrown(AssertionArguments arguments, ErrorRecord? error) => error is null
        ? AssertionResult.Success
        : AssertionResult.Failure(
            $"Expected no exception to be thrown,{arguments.Because} but an exception \"{error.Exception.Message}\" was thrown{Origin(error)}.");

    private static AssertionResult CheckThrown(AssertionArguments arguments, ErrorRecord? error)
    {
        ShouldCommand command = arguments.Command;
        string? expectedMessage = LanguagePrimitives.ConvertTo<string>(command.ExpectedValue);
        List<string> wanted = [];
        List<string> found = [];

        void Expect(string condition, bool holds, Func<string> actual)
        {
            wanted.Add(condition);
            if (error is not null && !holds)
            {
                found.Add(actual());
            }
        }

        if (command.ExceptionType is { } type)
        {
            Expect($"type [{type.FullName}]", type.IsInstanceOfType(error?.Exception), () => $"the exception type was [{error!.Exception.GetType().FullName}]");
        }

        if (!string.IsNullOrWhiteSpace(expectedMessage))
        {
            Expect(
                $"message like {Text(WildcardPattern.Unescape(expectedMessage))}",
                TextAssertions.IsLike(error?.Exception.Message, expectedMessage),
                () => $"the message was {Text(error!.Exception.Message)}");
        }

        if (!string.IsNullOrWhiteSpace(command.ErrorId))
        {
            Expect(
                $"FullyQualifiedErrorId {Text(command.ErrorId)}",
                TextAssertions.IsLike(error?.FullyQualifiedErrorId, command.ErrorId),
                () => $"the FullyQualifiedErrorId was {Text(error!.FullyQualifiedErrorId)}");
        }

        if (error is not null && found.Count == 0)
        {
            return AssertionResult.Success with { Data = error };
        }

        string filter = wanted.Count == 0 ? "" : $" with {string.Join(" and ", wanted)}";
        string but = error is null ? "no exception was thrown" : string.Join(" and ", found);
        return AssertionResult.Failure($"Expected an exception{filter} to be thrown,{arguments.Because} but {but}{Origin(error)}.");
    }

    private static string Origin(ErrorRecord? error) =>
        error?.InvocationInfo is { ScriptName: { Length: > 0 } file } invocation ? $" from {file}:{invocation.ScriptLineNumber}" : "";
}
