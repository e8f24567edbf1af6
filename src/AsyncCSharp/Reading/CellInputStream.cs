using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>Standard input as a stream, for cells: a read can be stopped.</summary>
/// <param name="console">The console's stream.</param>
internal sealed class CellInputStream(Stream console) : Stream
{
    private readonly object _lock = new();
    private readonly TerminalInput _terminal = new();
    private readonly PendingInput _typed = new();
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (StoppableRun.Current is null)
        {
            return console.Read(buffer);
        }

        lock (_lock)
        {
            if (!Console.IsInputRedirected)
            {
                return ReadTyped(buffer);
            }

            InputWait.Until(static () => StandardInput.IsReady(Durations.StandardInputPatience), StandardInput.SliceMilliseconds, _lock);
            return console.Read(buffer);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            console.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadTyped(Span<byte> buffer)
    {
        if (_rest.IsEmpty)
        {
            InputState state = InputState.Nothing;
            _terminal.Begin();
            InputWait.Until(() => (state = _terminal.TryTake(InputUnit.Line, _typed)) != InputState.Nothing, _terminal.SliceMilliseconds, _lock);
            _rest = Console.InputEncoding.GetBytes(_typed.TakeAll());
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }
}
