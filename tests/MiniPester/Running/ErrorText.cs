using System.Management.Automation;

namespace MiniPester.Running;

internal static class ErrorText
{
    /// <summary>Gives the message of an error and where in the spec it happened.</summary>
    public static string Of(ErrorRecord error)
    {
        string message = error.ErrorDetails?.Message ?? error.Exception.Message;
        bool isAssertion = error.FullyQualifiedErrorId.StartsWith(Assertions.AssertionFailure.ErrorId, StringComparison.Ordinal);
        string kind = isAssertion ? "" : $"{error.Exception.GetType().Name} ({error.FullyQualifiedErrorId}): ";
        string position = error.InvocationInfo is { ScriptName: { Length: > 0 } file } invocation
            ? $"{Environment.NewLine}at {file}:{invocation.ScriptLineNumber}: {invocation.Line.Trim()}"
            : "";
        // The frames of the runner itself have no file.
        IEnumerable<string> frames = (error.ScriptStackTrace ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(frame => !frame.Contains("<No file>", StringComparison.Ordinal));
        return kind + message + position + string.Concat(frames.Select(frame => $"{Environment.NewLine}  {frame}"));
    }
}
