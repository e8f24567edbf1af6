using System.Globalization;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>One message of the compiler about a cell. Lines and columns count from 1.</summary>
public sealed class CellDiagnostic
{
    internal CellDiagnostic(string id, CellDiagnosticSeverity severity, string message, string cell, int line, int column, int length, string sourceLine)
    {
        Id = id;
        Severity = severity;
        Message = message;
        Cell = cell;
        Line = line;
        Column = column;
        Length = length;
        SourceLine = sourceLine;
    }

    /// <summary>The compiler's id, such as <c>CS0103</c>.</summary>
    public string Id { get; }

    /// <summary>Error or warning.</summary>
    public CellDiagnosticSeverity Severity { get; }

    /// <summary>The compiler's message.</summary>
    public string Message { get; }

    /// <summary>The cell (<c>Cell[3]</c>) or file that the position is in.</summary>
    public string Cell { get; }

    /// <summary>The line, from 1; 0 where the message is about no place.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 where the message is about no place.</summary>
    public int Column { get; }

    /// <summary>How many characters of the line are meant; at least 1 where there is a place.</summary>
    public int Length { get; }

    /// <summary>The text of the line.</summary>
    public string SourceLine { get; }

    /// <summary>The source line with the place underlined, in the manner of PowerShell's own errors; of a long line the part around it. Empty where there is no place.</summary>
    public string Excerpt
    {
        get
        {
            if (Line == 0)
            {
                return string.Empty;
            }

            string number = Line.ToString(CultureInfo.InvariantCulture);
            SourceExcerpt excerpt = SourceExcerpt.Of(SourceLine, Column - 1, Length);
            return $"{number} | {excerpt.Line}{Environment.NewLine}{new string(' ', number.Length)} | {excerpt.Underline}";
        }
    }

    // What of the line is meant; empty where there is no place.
    internal string Marked
    {
        get
        {
            int start = Math.Clamp(Column - 1, 0, SourceLine.Length);
            return Line == 0 ? string.Empty : SourceLine.Substring(start, Math.Min(Length, SourceLine.Length - start));
        }
    }

    internal CellDiagnostic With(string message) => new(Id, Severity, message, Cell, Line, Column, Length, SourceLine);

    internal CellDiagnostic In(string cell) => new(Id, Severity, Message, cell, Line, Column, Length, SourceLine);

    /// <summary>The compiler's usual one-line form, <c>Cell[1](1,5): error CS0103: ...</c>.</summary>
    public override string ToString()
    {
        string place = Line == 0 ? Cell : string.Create(CultureInfo.InvariantCulture, $"{Cell}({Line},{Column})");
        string severity = Severity == CellDiagnosticSeverity.Error ? "error" : "warning";
        return $"{place}: {severity} {Id}: {Message}";
    }
}
