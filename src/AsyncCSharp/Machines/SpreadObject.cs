namespace AsyncCSharp.Machines;

/// <summary>An object of the pipeline, until all that its cell gave has been written. On the pipeline thread.</summary>
/// <param name="number">Its number, from 1.</param>
/// <param name="value">The object.</param>
internal sealed class SpreadObject(long number, object? value)
{
    /// <summary>Its number in the pipeline, from 1.</summary>
    public long Number => number;

    /// <summary>The object.</summary>
    public object? Value => value;

    /// <summary>Its bytes, about.</summary>
    public int Size { get; set; }

    /// <summary>When a machine was given it, in seconds.</summary>
    public double GivenAt { get; set; }

    /// <summary>Whether a machine was lost with it.</summary>
    public bool IsSecondTry { get; set; }

    /// <summary>Whether its cell has ended.</summary>
    public bool HasEnded { get; set; }

    /// <summary>What it gave and is to be written when its turn comes.</summary>
    public List<Action> Held { get; } = [];
}
