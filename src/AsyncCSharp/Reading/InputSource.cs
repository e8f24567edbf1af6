using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>Where the console's input comes from, for readers that can be stopped: it is looked at, and never waited for.</summary>
internal abstract class InputSource
{
    /// <summary>How many milliseconds to wait between two looks.</summary>
    public virtual int SliceMilliseconds => Durations.InputSlice;

    /// <summary>Somebody begins to read.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Takes what is there. Does not wait, but for a few milliseconds where it is told at once of what comes.</summary>
    /// <param name="unit">How much is wanted.</param>
    /// <param name="into">Gets it.</param>
    public abstract InputState TryTake(InputUnit unit, PendingInput into);

    /// <summary>Takes a line that is there as a whole; null where none is, or that cannot be told.</summary>
    public virtual string? TryTakeLine() => null;

    /// <summary>Takes more of what is there, after something was taken.</summary>
    /// <param name="most">How many characters.</param>
    /// <param name="into">Gets them.</param>
    public virtual void TakeMore(int most, PendingInput into)
    {
    }

    /// <summary>The source behind a reader that stood in <see cref="Console.In"/>.</summary>
    public static InputSource Of(TextReader reader)
    {
        TextReader own = ConsoleInternals.Unwrap(reader);
        if (own is SourceReader { Source: { } source })
        {
            return source;
        }

        if (!ConsoleInternals.IsConsoles(own))
        {
            return new ForeignInput(reader);
        }

        return !Console.IsInputRedirected ? new TerminalInput() : own is StreamReader stream ? new PipedInput(reader, stream) : new ForeignInput(reader);
    }
}
