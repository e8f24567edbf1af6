using AsyncCSharp.Reporting;
using AsyncCSharp.Text;

namespace AsyncCSharp.Failures;

/// <summary>What background code of a session has thrown and nobody has caught, as warnings.</summary>
internal static class FailureReport
{
    /// <summary>The warnings since the last call, with their ids.</summary>
    public static IEnumerable<(string Message, string Id)> Take(SessionFailures failures)
    {
        (IReadOnlyList<Exception> first, int more) = failures.Take();
        foreach (Exception failure in first)
        {
            string? line = CellStackTrace.FirstLine(failure);
            string message = ErrorMessage.Of(failure, Shown.ItemLength);
            message = line is null ? message : $"{message} ({line})";
            yield return (ShownText.Of(string.Format(null, Strings.BackgroundFailed, failure.GetType().Name, message)), nameof(Strings.BackgroundFailed));
        }

        if (more > 0)
        {
            yield return (string.Format(null, Strings.MoreBackgroundFailed, more), nameof(Strings.MoreBackgroundFailed));
        }
    }
}
