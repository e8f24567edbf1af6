using System.Runtime.CompilerServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>
/// Stands in <see cref="Console.In"/>: a cell that reads can be stopped, and input that comes later is not lost by that.
/// Everybody else reads as before.
/// </summary>
internal sealed class ConsoleReader : TextReader
{
    private static readonly Lock s_lock = new();

    // The readers with a lock that Console made of ours, with what was there before.
    private static readonly ConditionalWeakTable<TextReader, TextReader> s_installed = [];

    private readonly TextReader _inner;
    private readonly InputSource _source;
    private readonly PendingInput _pending = new();

    // What Console makes of this reader: whoever reads through that has its lock.
    private TextReader? _locked;

    private ConsoleReader(TextReader inner)
    {
        _inner = inner;
        _source = InputSource.Of(inner);
    }

    /// <summary>Takes its place, where that is not yet (or no longer) so.</summary>
    public static void Install()
    {
        lock (s_lock)
        {
            TextReader before = Console.In;
            if (!s_installed.TryGetValue(before, out _))
            {
                ConsoleReader reader = new(before);
                Console.SetIn(reader);
                reader._locked = Console.In;
                s_installed.Add(Console.In, before);
            }
        }
    }

    /// <summary>Puts back what was there before, where nobody else has replaced it since.</summary>
    public static void Uninstall()
    {
        lock (s_lock)
        {
            if (s_installed.TryGetValue(Console.In, out TextReader? before))
            {
                Console.SetIn(before);
            }
        }
    }

    public override string? ReadLine()
    {
        lock (LockObject)
        {
            if (_pending.TakeLine() is { } ready)
            {
                return ready;
            }

            if (StoppableRun.Current is not { } run)
            {
                return _inner.ReadLine() is { } line ? _pending.TakeAll() + line : TakeRest();
            }

            if (_pending.IsEmpty && !run.Stop.IsStopping && _source.TryTakeLine() is { } whole)
            {
                return whole;
            }

            while (Take(InputUnit.Line))
            {
                if (_pending.TakeLine() is { } line)
                {
                    return line;
                }
            }

            return TakeRest();
        }
    }

    public override int Read()
    {
        char character = default;
        return Read(new Span<char>(ref character)) > 0 ? character : -1;
    }

    public override int Peek()
    {
        lock (LockObject)
        {
            return _pending.Length == 0 && StoppableRun.Current is null ? _inner.Peek() : Fill(InputUnit.Character) ? _pending.Peek() : -1;
        }
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        lock (LockObject)
        {
            if (_pending.Length == 0 && StoppableRun.Current is null)
            {
                return _inner.Read(buffer);
            }

            if (buffer.Length == 0 || !Fill(InputUnit.Character))
            {
                return 0;
            }

            _source.TakeMore(buffer.Length - _pending.Length, _pending);
            return _pending.Take(buffer);
        }
    }

    public override string ReadToEnd()
    {
        lock (LockObject)
        {
            if (StoppableRun.Current is null)
            {
                return _pending.TakeAll() + _inner.ReadToEnd();
            }

            while (Take(InputUnit.All))
            {
            }

            return _pending.TakeAll();
        }
    }

    private object LockObject => _locked ?? (object)_pending;

    private string? TakeRest() => _pending.Length > 0 ? _pending.TakeAll() : null;

    private bool Fill(InputUnit unit) => _pending.Length > 0 || Take(unit);

    // Waits until there is something. False at the end.
    private bool Take(InputUnit unit)
    {
        _source.Begin();
        StopChecks.Check();
        InputState state = _source.TryTake(unit, _pending);
        return (state == InputState.Nothing ? Wait(unit) : state) == InputState.Some;
    }

    private InputState Wait(InputUnit unit)
    {
        InputState state = InputState.Nothing;
        InputWait.Until(() => (state = _source.TryTake(unit, _pending)) != InputState.Nothing, _source.SliceMilliseconds, LockObject);
        return state;
    }
}
