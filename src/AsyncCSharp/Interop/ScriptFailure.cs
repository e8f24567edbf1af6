using System.Collections;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Interop;

/// <summary>
/// What PowerShell code that a cell calls has thrown, as C# gets it: the exception that a script's <c>catch</c> finds by its type, and not
/// what PowerShell has wrapped around it. The error record goes with it, for handlers that want it, and for PowerShell where nobody catches.
/// </summary>
internal static class ScriptFailure
{
    /// <summary>The key by which the record is in <see cref="Exception.Data"/>.</summary>
    public const string RecordKey = "ErrorRecord";

    /// <summary>Throws it as C# gets it.</summary>
    public static T Run<T>(Func<T> script)
    {
        try
        {
            return script();
        }
        catch (RuntimeException e) when (IsError(e))
        {
            ExceptionDispatchInfo.Throw(OriginalOf(e));
            throw;
        }
    }

    /// <summary>PowerShell's record of an exception that its code has thrown; null of any other.</summary>
    public static ErrorRecord? RecordOf(Exception e) => DataOf(e)?[RecordKey] as ErrorRecord;

    // What ends a pipeline is no error: whose pipeline it is, others find out.
    private static bool IsError(RuntimeException e) =>
        !PipelineExceptions.EndsPipeline(e) && !(InnerOf(e) is { } inner && PipelineExceptions.EndsPipeline(inner));

    private static Exception OriginalOf(RuntimeException e)
    {
        Exception original = e;
        while (InnerOf(original) is { } inner)
        {
            original = inner;
        }

        if (DataOf(original) is { IsReadOnly: false } data)
        {
            data[RecordKey] = RecordFor(e);
        }

        return original;
    }

    // What PowerShell's own handlers look into to find an exception by its type.
    private static Exception? InnerOf(Exception e) => e switch
    {
        ActionPreferenceStopException { ErrorRecord.Exception: { } error and not ParentContainsErrorRecordException } when error != e => error,
        MethodInvocationException or GetValueInvocationException or SetValueInvocationException or CmdletInvocationException => e.InnerException,
        RuntimeException when e.GetType() == typeof(RuntimeException) => e.InnerException,
        _ => null,
    };

    // In a record that an exception makes of itself is a stand-in for it.
    private static ErrorRecord RecordFor(RuntimeException e) =>
        e.ErrorRecord.Exception is ParentContainsErrorRecordException ? new ErrorRecord(e.ErrorRecord, e) : e.ErrorRecord;

    // An exception may have its own idea of it.
    private static IDictionary? DataOf(Exception e)
    {
        try
        {
            return e.Data;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
