using System.Collections.Specialized;
using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>
/// What an error is about: the text of a cell, and the place in it, as PowerShell's ConciseView shows it. That view folds the lines of a
/// message into one wherever a script was run, but shows those of a target object that has <c>Line</c> and <c>LineText</c> (made for Pester's
/// assertions) as they are. It stands for the text, and is equal to it.
/// </summary>
internal sealed class FailedText : OrderedDictionary
{
    /// <summary>What the view puts in front of further lines.</summary>
    public const string Bar = "     | ";

    private const string File = "File";

    private readonly string _code;

    /// <summary>Makes one.</summary>
    /// <param name="code">The text.</param>
    /// <param name="place">The cell or file.</param>
    /// <param name="line">The line in it.</param>
    /// <param name="shown">What the view is to show behind the number of the line.</param>
    public FailedText(string? code, string place, int line, string shown)
    {
        _code = code ?? string.Empty;
        this["Code"] = code;
        this[File] = ShownText.Of(place);
        this["Line"] = line;
        this["LineText"] = ShownText.Of(shown);
    }

    /// <summary>The place; that of the script that has called the cell can be added.</summary>
    public string Place
    {
        get => (string)this[File]!;
        set => this[File] = value;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is string text ? text == _code : ReferenceEquals(obj, this);

    /// <inheritdoc/>
    public override int GetHashCode() => _code.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _code;
}
