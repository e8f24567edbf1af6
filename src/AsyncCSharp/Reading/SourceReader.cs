namespace AsyncCSharp.Reading;

/// <summary>A reader of the module's own in <see cref="Console.In"/>, of which it is known how cells read from it without a wait.</summary>
internal abstract class SourceReader : TextReader
{
    /// <summary>What cells read from.</summary>
    public abstract InputSource Source { get; }
}
