using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>
/// Standard input that is a pipe or a file, through the console's own reader: what that has buffered comes first, and it is
/// not asked for more than has come. So nothing is left waiting in a read that would take what comes later.
/// </summary>
/// <param name="locked">The reader, with its lock.</param>
/// <param name="reader">The reader without.</param>
internal sealed class PipedInput(TextReader locked, StreamReader reader) : InputSource
{
    /// <inheritdoc/>
    public override int SliceMilliseconds => StandardInput.SliceMilliseconds;

    /// <inheritdoc/>
    public override InputState TryTake(InputUnit unit, PendingInput into)
    {
        // Somebody else may be reading, and hold the lock until something comes.
        if (!Monitor.TryEnter(locked, Durations.StandardInputPatience))
        {
            return InputState.Nothing;
        }

        try
        {
            if (ConsoleInternals.Buffered(reader).Length > 0)
            {
                TakeBuffered(unit, into);
                return InputState.Some;
            }

            return StandardInput.IsReady(Durations.StandardInputPatience) ? TakeNew(unit, into) : InputState.Nothing;
        }
        finally
        {
            Monitor.Exit(locked);
        }
    }

    /// <inheritdoc/>
    public override string? TryTakeLine()
    {
        if (!Monitor.TryEnter(locked))
        {
            return null;
        }

        try
        {
            return ConsoleInternals.Buffered(reader).Contains('\n') ? reader.ReadLine() : null;
        }
        finally
        {
            Monitor.Exit(locked);
        }
    }

    /// <inheritdoc/>
    public override void TakeMore(int most, PendingInput into)
    {
        if (Monitor.TryEnter(locked))
        {
            try
            {
                Take(Math.Clamp(most, 0, ConsoleInternals.Buffered(reader).Length), into);
            }
            finally
            {
                Monitor.Exit(locked);
            }
        }
    }

    // The reader fills its buffer to give one character.
    private InputState TakeNew(InputUnit unit, PendingInput into)
    {
        int first = reader.Read();
        if (first < 0)
        {
            return InputState.End;
        }

        into.Add((char)first);
        if (unit == InputUnit.All || (unit == InputUnit.Line && first != '\n'))
        {
            TakeBuffered(unit, into);
        }

        return InputState.Some;
    }

    private void TakeBuffered(InputUnit unit, PendingInput into)
    {
        ReadOnlySpan<char> buffered = ConsoleInternals.Buffered(reader);
        int end = unit == InputUnit.Line ? buffered.IndexOf('\n') : -1;
        Take(unit == InputUnit.Character ? Math.Min(1, buffered.Length) : end < 0 ? buffered.Length : end + 1, into);
    }

    private void Take(int count, PendingInput into)
    {
        Span<char> taken = count <= 512 ? stackalloc char[count] : new char[count];
        into.Add(taken[..reader.Read(taken)]);
    }
}
