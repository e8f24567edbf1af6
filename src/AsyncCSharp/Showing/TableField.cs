using System.Management.Automation;

namespace AsyncCSharp.Showing;

/// <summary>A column of a table.</summary>
/// <param name="Label">What stands above it, and the property that is in it unless something else is said.</param>
/// <param name="Width">Characters; 0 for as many as there are.</param>
internal sealed record TableField(string Label, int Width = 0)
{
    /// <summary>The property.</summary>
    public string Property { get; init; } = Label;

    /// <summary>What gives the value instead of a property.</summary>
    public string? Script { get; init; }

    /// <summary>On which side it stands.</summary>
    public Alignment Alignment { get; init; } = Alignment.Undefined;
}
