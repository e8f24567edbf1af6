using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncCSharp;

/// <summary>
/// Takes note of the lines of exceptions that the runtime itself throws in compiled cells. Called by compiled cells only. Any thread.
/// </summary>
/// <remarks>
/// Optimised code has one place for all failed bounds checks of a method, and one for its overflows: where they came from cannot be read from
/// the stack. So cells are compiled to keep the line in a local before what may fail like that, and the filters of their handlers say it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LineHooks
{
    // The exceptions' own: an entry goes with its exception.
    private static readonly ConditionalWeakTable<Exception, Tuple<string, int>> s_lines = [];

    /// <summary>In a filter, before anything is unwound: what was thrown, and what the method was at.</summary>
    /// <param name="thrown">What was thrown; null for what the handler does not take.</param>
    /// <param name="line">The line; 0 for none.</param>
    /// <param name="document">The name of the cell or file, backwards: code that has its own name in it is not shared by cells of the same text.</param>
    /// <returns>What was thrown.</returns>
    public static object? Note(object? thrown, int line, string document)
    {
        ArgumentNullException.ThrowIfNull(document);

        if (line > 0
            && thrown is ArithmeticException or IndexOutOfRangeException or NullReferenceException or InvalidCastException or ArrayTypeMismatchException
            && IsOfCaller((Exception)thrown))
        {
            char[] name = document.ToCharArray();
            Array.Reverse(name);
            _ = s_lines.TryAdd((Exception)thrown, Tuple.Create(new string(name), line));
        }

        return thrown;
    }

    // The method whose filter asks is the last frame so far. With others before it the exception comes out of something that the method has
    // called, unless these are the runtime's own, by which it throws.
    private static bool IsOfCaller(Exception e) => Array.TrueForAll(
        new StackTrace(e, fNeedFileInfo: false).GetFrames()[..^1],
        frame => frame.GetMethod() is { } method
            && (method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) || method.DeclaringType?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) == true));

    /// <summary>What was noted of an exception, or null.</summary>
    internal static (string Document, int Line)? Find(Exception e) => s_lines.TryGetValue(e, out Tuple<string, int>? known) ? (known.Item1, known.Item2) : null;
}
