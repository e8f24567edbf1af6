using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Reporting;

/// <summary>Reads the cell and the line out of an exception's stack trace.</summary>
internal static class CellStackTrace
{
    /// <summary>How many frames of a trace that is too long to keep are kept, at either end.</summary>
    private const int FramesToKeep = 50;

    /// <summary>How many exceptions within one are renamed with it: each costs the text of its trace.</summary>
    private const int MostRenamed = 100;

    /// <summary>What the frames of cells' code have in their line.</summary>
    private const string CellFrame = "Submission_";

    private static readonly ConditionalWeakTable<Exception, Tuple<string, string>> s_renamed = [];

    /// <summary>The innermost frame of the user's own code, as <c>Cell[3]:line 2</c>, or null.</summary>
    public static string? FirstLine(Exception e) => FirstPlace(e)?.ToString();

    /// <summary>The same as a place.</summary>
    public static FailurePlace? FirstPlace(Exception e)
    {
        // Where the type is used says nothing of what is wrong with it.
        if (e is TypeInitializationException { InnerException: { } cause } && FirstPlace(cause) is { } inner)
        {
            return inner;
        }

        if (LineHooks.Find(e) is { } noted)
        {
            return new FailurePlace(NameOf(e, noted.Document), noted.Line, 0);
        }

        foreach (StackFrame frame in new StackTrace(e, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0 && IsCell(frame))
            {
                return new FailurePlace(NameOf(e, file), frame.GetFileLineNumber(), frame.GetFileColumnNumber());
            }
        }

        return null;
    }

    /// <summary>Puts the line into the trace of an exception that the runtime itself has thrown in a cell: it has none there, or a wrong one.</summary>
    public static void Correct(Exception e)
    {
        if (LineHooks.Find(e) is null || TextOf(e) is not { } trace || FirstLine(e) is not { } line)
        {
            return;
        }

        int end = trace.IndexOfAny(['\r', '\n']);
        string frame = end < 0 ? trace : trace[..end];
        int place = frame.LastIndexOf(") in ", StringComparison.Ordinal);
        try
        {
            RemoteTraceOf(e) = null;
            TraceOf(e) = $"{(place < 0 ? frame : frame[..(place + 1)])} in {line}{trace[frame.Length..]}";
        }
        catch (MissingFieldException)
        {
            // Another runtime keeps it elsewhere: the error's message has the line.
        }
    }

    /// <summary>
    /// Leaves the ends of the trace of an endless recursion, as text: the whole is 37,000 frames and 2.5 MB, and
    /// PowerShell keeps the last 256 errors of a runspace.
    /// </summary>
    public static void Shorten(Exception e)
    {
        StackFrame[] frames = e is InsufficientExecutionStackException ? new StackTrace(e, fNeedFileInfo: true).GetFrames() : [];
        int left = frames.Length - (2 * FramesToKeep);
        if (left <= 0)
        {
            return;
        }

        try
        {
            RemoteTraceOf(e) = null;
            TraceOf(e) = new StackTrace(frames[..FramesToKeep]).ToString() + string.Format(null, Strings.FramesLeftOut, left)
                + Environment.NewLine + new StackTrace(frames[^FramesToKeep..]).ToString().TrimEnd();
            FramesOf(e) = null;
        }
        catch (MissingFieldException)
        {
            // Another runtime keeps it elsewhere: it stays as long as it is.
        }
    }

    /// <summary>Leaves out what the module itself does around the cell's code: the end of the trace, from its first frame there.</summary>
    public static void Trim(Exception e)
    {
        if (TextOf(e) is not { } trace)
        {
            return;
        }

        string[] lines = trace.Split(Environment.NewLine);
        int last = Array.FindLastIndex(lines, line => line.Contains(CellFrame, StringComparison.Ordinal));
        if (last < 0 || last == lines.Length - 1)
        {
            return;
        }

        try
        {
            RemoteTraceOf(e) = null;
            TraceOf(e) = string.Join(Environment.NewLine, lines[..(last + 1)]);
        }
        catch (MissingFieldException)
        {
            // Another runtime keeps it elsewhere: it stays whole.
        }
    }

    /// <summary>Gives the frames of one cell the name of another: both have the same text, and share their code.</summary>
    public static void Rename(Exception e, string from, string to)
    {
        Queue<Exception> open = new([e]);
        for (int i = 0; i < MostRenamed && open.TryDequeue(out Exception? next); i++)
        {
            RenameOne(next, from, to);
            foreach (Exception inner in next is AggregateException { InnerExceptions: var all } ? all.Take(MostRenamed) : next.InnerException is { } one ? [one] : [])
            {
                open.Enqueue(inner);
            }
        }
    }

    private static string NameOf(Exception e, string file) =>
        s_renamed.TryGetValue(e, out Tuple<string, string>? names) && names.Item1 == file ? names.Item2 : file;

    private static void RenameOne(Exception e, string from, string to)
    {
        s_renamed.AddOrUpdate(e, Tuple.Create(from, to));
        try
        {
            if (TextOf(e) is { } trace && trace.Contains(from + ":line ", StringComparison.Ordinal))
            {
                string renamed = trace.Replace(from + ":line ", to + ":line ", StringComparison.Ordinal);
                RemoteTraceOf(e) = null;
                TraceOf(e) = renamed;
            }
        }
        catch (MissingFieldException)
        {
            // Another runtime keeps it elsewhere: the trace names the earlier cell, the error message the right one.
        }
    }

    // An exception may have its own idea of it.
    private static string? TextOf(Exception e)
    {
        try
        {
            return e.StackTrace;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static bool IsCell(StackFrame frame) =>
        frame.GetMethod() is { } method && CellAssembly.Is(method.Module.Assembly);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stackTraceString")]
    private static extern ref string? TraceOf(Exception e);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stackTrace")]
    private static extern ref object? FramesOf(Exception e);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_remoteStackTraceString")]
    private static extern ref string? RemoteTraceOf(Exception e);
}
