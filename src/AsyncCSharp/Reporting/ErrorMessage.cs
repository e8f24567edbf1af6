using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>What an error says of an exception.</summary>
internal static class ErrorMessage
{
    private const int MostCauses = 5;

    /// <summary>The message, with the cause where that is what says what is wrong, cut where it is too long.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="limit">How many characters are not too long.</param>
    public static string Of(Exception e, int limit = Shown.MessageLength)
    {
        string message = Errors.MessageOf(e);
        foreach (Exception hiding in e is AggregateException all ? all.Flatten().InnerExceptions.Take(MostCauses) : [e])
        {
            message = WithCause(message, hiding);
        }

        return Shown.Message(message, limit);
    }

    private static string WithCause(string message, Exception e)
    {
        for (int i = 0; i < MostCauses && HidesCause(e) && e.InnerException is { } inner; i++)
        {
            e = Errors.Unwrap(inner);
            message = string.Format(null, Strings.ErrorCause, message, TypeDisplay.Of(e.GetType()), Errors.MessageOf(e));
        }

        return message;
    }

    // The framework and libraries say so in their messages. Where a type is used says nothing of what is wrong with it.
    private static bool HidesCause(Exception e) =>
        e is TypeInitializationException or System.Reflection.TargetInvocationException || Errors.MessageOf(e).Contains("inner exception", StringComparison.OrdinalIgnoreCase);
}
