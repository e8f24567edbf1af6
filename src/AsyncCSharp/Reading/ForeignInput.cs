namespace AsyncCSharp.Reading;

/// <summary>
/// A reader that somebody else has put in <see cref="Console.In"/>, of which nobody knows whether it waits. A thread of the
/// source reads, one piece at a time; what it reads for somebody who has been stopped is there for the next.
/// </summary>
internal sealed class ForeignInput(TextReader reader) : InputSource
{
    private readonly object _lock = new();
    private Task<string?>? _piece;

    /// <inheritdoc/>
    public override InputState TryTake(InputUnit unit, PendingInput into)
    {
        Task<string?> piece;
        lock (_lock)
        {
            piece = _piece ??= Start(unit);
            if (!piece.IsCompleted)
            {
                return InputState.Nothing;
            }

            _piece = null;
        }

        if (piece.GetAwaiter().GetResult() is not { } text)
        {
            return InputState.End;
        }

        into.Add(text);
        return InputState.Some;
    }

    // A thread and none of the pool: it may wait for ever. It is in no cell.
    private Task<string?> Start(InputUnit unit)
    {
        TaskCompletionSource<string?> piece = new();
        new Thread(() => Read(unit, piece)) { IsBackground = true, Name = "AsyncCSharp input" }.UnsafeStart();
        return piece.Task;
    }

    private void Read(InputUnit unit, TaskCompletionSource<string?> piece)
    {
        try
        {
            piece.SetResult(unit switch
            {
                InputUnit.Character => reader.Read() is int character and >= 0 ? ((char)character).ToString() : null,
                InputUnit.Line => reader.ReadLine() is { } line ? line + Environment.NewLine : null,
                _ => reader.ReadToEnd() is { Length: > 0 } all ? all : null,
            });
        }
        catch (Exception e)
        {
            piece.SetException(e);
        }
    }
}
