using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Serving;

/// <summary>
/// A compiler in a process of its own: answers what comes by one pipe into the other, one question after the other, until the pipe ends. The
/// thread that reads sees the end also while a compilation runs that does not come to its own.
/// </summary>
/// <param name="input">What the shell asks.</param>
/// <param name="output">What it is answered.</param>
internal sealed class CompilerServer(Stream input, Stream output)
{
    private readonly CompilerDesk _desk = new();

    // Held while a frame is written: the clock may say that the compiler is busy while the answer is ready.
    private readonly Lock _writing = new();

    /// <summary>Serves. False where who asks is none that it can compile for.</summary>
    public bool Run()
    {
        using BinaryReader? first = WireFrame.Read(input);
        if (first is null || WireHello.Read(first) is not { } hello)
        {
            return false;
        }

        HostPlaces.Current = hello.Places;
        EngineIdentity.Text = hello.Engine;
        Send(WireIdentity.Write);
        using AnsweringThread answering = new(Answer);
        while (WireFrame.Read(input) is { } question)
        {
            answering.Add(question);
        }

        return true;
    }

    private void Answer(BinaryReader question)
    {
        using Timer clock = new(_ => Send(writer => writer.Write((byte)WireAnswer.Busy)), null, WireProtocol.BusyMilliseconds, WireProtocol.BusyMilliseconds);
        Action<BinaryWriter> answer = _desk.Answer(question);
        Send(answer);
    }

    private void Send(Action<BinaryWriter> write)
    {
        try
        {
            lock (_writing)
            {
                WireFrame.Write(output, write);
            }
        }
        catch (IOException)
        {
            // The shell is gone, and the end of its pipe is about to be read.
        }
    }
}
