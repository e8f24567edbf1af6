using System.Globalization;
using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>Where the user's own code failed.</summary>
/// <param name="Name">The cell or file.</param>
/// <param name="Line">The line.</param>
/// <param name="Column">The column where the statement begins; 0 where it is not known.</param>
internal readonly record struct FailurePlace(string Name, int Line, int Column)
{
    /// <summary>As it is in messages and traces.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}:line {Line}");

    /// <summary>The target of an error about a text: the text, and the line that has failed, as ConciseView shows it.</summary>
    /// <param name="code">The text of the cell.</param>
    /// <param name="source">The line.</param>
    public FailedText In(string code, string source)
    {
        string line = source.TrimEnd();
        int indent = line.Length - line.AsSpan().TrimStart().Length;
        int column = Column > indent && Column <= line.Length ? Column - 1 : indent;
        SourceExcerpt excerpt = SourceExcerpt.Of(line, column, line.Length - column, indent);
        return new FailedText(code, Name, Line, $"{excerpt.Line}{Environment.NewLine}{FailedText.Bar}{excerpt.Underline}");
    }
}
