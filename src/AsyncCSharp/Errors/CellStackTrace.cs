using System.Diagnostics;
using System.Globalization;

namespace AsyncCSharp;

/// <summary>Reads the cell and the line out of an exception's stack trace.</summary>
internal static class CellStackTrace
{
    /// <summary>The innermost frame of the user's own code, as <c>Cell[3]:line 2</c>, or null.</summary>
    public static string? FirstLine(Exception e)
    {
        foreach (StackFrame frame in new StackTrace(e, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0 && IsCell(frame))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{file}:line {frame.GetFileLineNumber()}");
            }
        }

        return null;
    }

    /// <summary>Whether the exception came through code of a cell.</summary>
    public static bool Passes(Exception e) => new StackTrace(e, fNeedFileInfo: false).GetFrames().Any(IsCell);

    private static bool IsCell(StackFrame frame) =>
        frame.GetMethod()?.Module.Assembly.GetName().Name?.StartsWith("Cell-", StringComparison.Ordinal) == true;
}
