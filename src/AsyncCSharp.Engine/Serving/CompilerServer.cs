using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Threading;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Serving;

/// <summary>
/// A compiler in a process of its own: answers what comes by one pipe into the other, one question after the other, until the pipe ends. One
/// thread reads, compiles and answers: a question that wanders over several waits for each of them to wake. That nobody listens any more it
/// is told while it compiles by the clock, which says that it is busy.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Action _left;
    private readonly QuestionHandler _handler = new();
    private readonly Timer _clock;

    // Held while a frame is written: the clock may say that the compiler is busy while the answer is ready.
    private readonly Lock _writing = new();

    /// <summary>Makes one.</summary>
    /// <param name="input">What the shell asks.</param>
    /// <param name="output">What it is answered.</param>
    /// <param name="left">Ends the process: the shell is gone, in the middle of a compilation.</param>
    public CompilerServer(Stream input, Stream output, Action left)
    {
        (_input, _output, _left) = (input, output, left);
        _clock = new Timer(_ => SayBusy(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <inheritdoc/>
    public void Dispose() => _clock.Dispose();

    /// <summary>Serves. False where who asks is none that it can compile for.</summary>
    public bool Run() => CompilerThread.Serve(AnswerAll);

    private bool AnswerAll()
    {
        using BinaryReader? first = WireFrame.Read(_input);
        if (first is null || WireHello.Read(first) is not { } hello)
        {
            return false;
        }

        HostPlaces.Current = hello.Places;
        EngineIdentity.Text = hello.Engine;
        FrameworkReferences.Open();
        Send(WireIdentity.Write);
        while (WireFrame.Read(_input) is { } question)
        {
            using (question)
            {
                Answer(question);
            }
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

    private void SayBusy()
    {
        try
        {
            Send(static writer => writer.Write((byte)WireAnswer.Busy));
        }
        catch (IOException)
        {
            _left();
        }
    }

    private void Send(Action<BinaryWriter> write)
    {
        lock (_writing)
        {
            WireFrame.Write(_output, write);
        }
    }
}
