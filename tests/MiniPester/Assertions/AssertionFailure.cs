using System.Collections;
using System.Management.Automation;

namespace MiniPester.Assertions;

internal static class AssertionFailure
{
    /// <summary>Pester's id for the error of a Should that failed.</summary>
    public const string ErrorId = "PesterAssertionFailed";

    public static ErrorRecord Record(string message, InvocationInfo invocation) =>
        new(new InvalidOperationException(message), ErrorId, ErrorCategory.InvalidResult, Target(message, invocation));

    // With these keys the engine's error view points at the assertion.
    private static Hashtable Target(string message, InvocationInfo invocation) => new()
    {
        ["Message"] = message,
        ["File"] = invocation.ScriptName,
        ["Line"] = invocation.ScriptLineNumber,
        ["LineText"] = invocation.Line.TrimEnd(),
    };
}
