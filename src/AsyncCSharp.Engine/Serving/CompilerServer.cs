using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Serving;

/// <summary>
/// A compiler in a process of its own: answers what comes by one pipe into the other, one question after the other, until the pipe ends. The
/// thread that reads sees the end also while a compilation runs that does not come to its own.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly QuestionHandler _handler = new();
    private readonly Timer _clock;

    // Held while a frame is written: the clock may say that the compiler is busy while the answer is ready.
    private readonly Lock _writing = new();

    /// <summary>Makes one.</summary>
    /// <param name="input">What the shell asks.</param>
    /// <param name="output">What it is answered.</param>
    public CompilerServer(Stream input, Stream output)
    {
        (_input, _output) = (input, output);
        _clock = new Timer(_ => Send(static writer => writer.Write((byte)WireAnswer.Busy)), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <inheritdoc/>
    public void Dispose() => _clock.Dispose();

    /// <summary>Serves. False where who asks is none that it can compile for.</summary>
    public bool Run()
    {
        using BinaryReader? first = WireFrame.Read(_input);
        if (first is null || WireHello.Read(first) is not { } hello)
        {
            return false;
        }

        HostPlaces.Current = hello.Places;
        EngineIdentity.Text = hello.Engine;
        Send(WireIdentity.Write);
        using AnsweringThread answering = new(Answer);
        while (WireFrame.Read(_input) is { } question)
        {
            answering.Add(question);
        }

        return true;
    }

    private void Answer(BinaryReader question)
    {
        _ = _clock.Change(WireProtocol.BusyMilliseconds, WireProtocol.BusyMilliseconds);
        Action<BinaryWriter> answer = _handler.Answer(question);
        _ = _clock.Change(Timeout.Infinite, Timeout.Infinite);
        Send(answer);
    }

    private void Send(Action<BinaryWriter> write)
    {
        try
        {
            lock (_writing)
            {
                WireFrame.Write(_output, write);
            }
        }
        catch (IOException)
        {
            // The shell is gone, and the end of its pipe is about to be read.
        }
    }
}
