using System.Buffers.Binary;
using System.Diagnostics;

namespace AsyncCSharp.Zmtp;

/// <summary>
/// Reads greeting, frames and messages. The memory for a frame is taken as its bytes come, and not as it announces itself: at first what each
/// connection has for itself, then from what all have together. One thread's.
/// </summary>
/// <param name="stream">Where they come from.</param>
/// <param name="budget">What they may take.</param>
internal sealed class ZmtpReader(Stream stream, ZmtpBudget budget) : IDisposable
{
    /// <summary>Up to here a frame is given its memory at once.</summary>
    private const int SmallBody = 64 * 1024;

    /// <summary>What each connection may take whatever the others do: an interrupt must get through.</summary>
    private const long Own = 2 * SmallBody;

    /// <summary>What a frame takes besides its body: a message of empty frames must not be for nothing.</summary>
    private const int FrameCost = 64;

    private readonly byte[] _buffer = new byte[8 * 1024];
    private readonly int _untimed = stream.CanTimeout ? stream.ReadTimeout : Timeout.Infinite;
    private int _start;
    private int _end;
    private long _taken;
    private long? _deadline;

    private long Common => Math.Max(_taken - Own, 0);

    /// <summary>How long a message may take from its first byte to its last; null for no limit.</summary>
    public TimeSpan? MessageTime { get; init; }

    /// <summary>Gives back what was taken for a message that is not whole.</summary>
    public void Dispose() => GiveBack();

    /// <summary>What is read from here on has to be there after this time; null for no limit.</summary>
    public void SetDeadline(TimeSpan? time)
    {
        _deadline = time is { } limit ? Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency) : null;
        if (stream.CanTimeout && _deadline is null)
        {
            stream.ReadTimeout = _untimed;
        }
    }

    /// <summary>Reads a number of bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public byte[] ReadBytes(int count)
    {
        byte[] bytes = new byte[count];
        ReadInto(bytes);
        return bytes;
    }

    /// <summary>Reads a frame; null where the other side has ended between two frames.</summary>
    /// <param name="longest">How long its body may be.</param>
    /// <exception cref="ZmtpException">It is no frame, or it is too large.</exception>
    /// <exception cref="EndOfStreamException">It is not whole.</exception>
    public ZmtpFrame? ReadFrame(int longest = int.MaxValue)
    {
        if (_start == _end && !Fill())
        {
            return null;
        }

        FrameFlags flags = (FrameFlags)_buffer[_start++];
        if ((flags & ~(FrameFlags.More | FrameFlags.Long | FrameFlags.Command)) != 0 || (flags.HasFlag(FrameFlags.Command) && flags.HasFlag(FrameFlags.More)))
        {
            throw new ZmtpException("That is no frame.");
        }

        ulong length = flags.HasFlag(FrameFlags.Long) ? BinaryPrimitives.ReadUInt64BigEndian(ReadBytes(8)) : ReadBytes(1)[0];
        if (length > (ulong)Math.Min(longest, Array.MaxLength))
        {
            throw new ZmtpException("The frame is too large.");
        }

        Take(FrameCost);
        return new ZmtpFrame(flags, ReadBody(length));
    }

    /// <summary>Reads a message, and hands on the commands that come between; null at the end.</summary>
    /// <param name="onCommand">Gets the commands.</param>
    public IReadOnlyList<byte[]>? ReadMessage(Action<ZmtpCommand> onCommand)
    {
        List<byte[]> frames = [];
        while (frames.Count > 0 || AwaitMessage())
        {
            ZmtpFrame frame = ReadFrame() ?? throw new EndOfStreamException();
            if (frame.IsCommand)
            {
                onCommand(ZmtpCommand.Parse(frame.Body));
                continue;
            }

            frames.Add(frame.Body);
            if (!frame.HasMore)
            {
                return frames;
            }
        }

        return null;
    }

    // The other side may take its time between two messages, and not within one.
    private bool AwaitMessage()
    {
        GiveBack();
        SetDeadline(null);
        if (_start == _end && !Fill())
        {
            return false;
        }

        SetDeadline(MessageTime);
        return true;
    }

    private byte[] ReadBody(ulong length)
    {
        if (length <= SmallBody)
        {
            Take((long)length);
            return ReadBytes((int)length);
        }

        byte[] body = new byte[SmallBody];
        Take(SmallBody);
        int filled = 0;
        while (true)
        {
            ReadInto(body.AsSpan(filled));
            filled = body.Length;
            if (filled == (int)length)
            {
                return body;
            }

            int size = (int)Math.Min((long)length, (long)filled * 2);
            Take(size - filled);
            Array.Resize(ref body, size);
        }
    }

    private void ReadInto(Span<byte> into)
    {
        while (into.Length > 0)
        {
            if (_start == _end && !Fill())
            {
                throw new EndOfStreamException();
            }

            int count = Math.Min(into.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(into);
            _start += count;
            into = into[count..];
        }
    }

    private bool Fill()
    {
        if (_deadline is { } deadline)
        {
            long left = (deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
            if (left <= 0)
            {
                throw new ZmtpException("The other side takes too long.");
            }

            if (stream.CanTimeout)
            {
                stream.ReadTimeout = (int)left;
            }
        }

        _start = 0;
        _end = stream.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }

    private void Take(long bytes)
    {
        long common = Math.Max(_taken + bytes - Own, 0) - Common;
        budget.Take(common, Common);
        _taken += bytes;
    }

    private void GiveBack()
    {
        budget.Give(Common);
        _taken = 0;
    }
}
