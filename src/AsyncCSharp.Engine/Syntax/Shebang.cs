using System.Buffers;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// The first line of a script that a shell can start: <c>#!/usr/bin/env dotnet-script</c>. It says nothing to C#, and the parser of
/// ordinary programs, which reads what the script parser cannot (<see cref="FullSyntax"/>), refuses it.
/// </summary>
internal static class Shebang
{
    private const string Start = "#!";
    private const char ByteOrderMark = '\uFEFF';

    private static readonly SearchValues<char> s_lineEnds = SearchValues.Create("\r\n\u0085\u2028\u2029");

    /// <summary>Gives the text with blanks in the place of that line, so that no position moves.</summary>
    public static string Blank(string text)
    {
        int start = text.StartsWith(ByteOrderMark) ? 1 : 0;
        if (!text.AsSpan(start).StartsWith(Start))
        {
            return text;
        }

        int length = text.AsSpan(start).IndexOfAny(s_lineEnds);
        int end = length < 0 ? text.Length : start + length;
        return string.Concat(new string(' ', end), text.AsSpan(end));
    }
}
