using System.Management.Automation;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Reporting;

/// <summary>The categories of errors.</summary>
internal static class ErrorCategories
{
    /// <summary>The category of an error that is an exception of the user's: that of its error record, if it has one, else one by its type.</summary>
    public static ErrorCategory Of(Exception e) => ScriptFailure.RecordOf(e)?.CategoryInfo.Category ?? e switch
    {
        IContainsErrorRecord contains when RecordOf(contains) is { } record => record.CategoryInfo.Category,
        FileNotFoundException or DirectoryNotFoundException or KeyNotFoundException or System.IO.DriveNotFoundException => ErrorCategory.ObjectNotFound,
        UnauthorizedAccessException or System.Security.SecurityException => ErrorCategory.PermissionDenied,
        TimeoutException => ErrorCategory.OperationTimeout,
        OperationCanceledException => ErrorCategory.OperationStopped,
        NotImplementedException => ErrorCategory.NotImplemented,
        HttpRequestException or System.Net.Sockets.SocketException => ErrorCategory.ConnectionError,
        IOException => ErrorCategory.ReadError,
        FormatException => ErrorCategory.InvalidData,
        InvalidCastException => ErrorCategory.InvalidType,
        ArgumentException => ErrorCategory.InvalidArgument,
        InvalidOperationException or NotSupportedException or ObjectDisposedException or ArithmeticException or NullReferenceException
            or IndexOutOfRangeException => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.NotSpecified,
    };

    // An exception may have its own idea of it.
    private static ErrorRecord? RecordOf(IContainsErrorRecord contains)
    {
        try
        {
            return contains.ErrorRecord;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
