using System.ComponentModel;
using System.Diagnostics;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Children;

/// <summary>
/// A compiler in a process of its own, and its pipes. Belongs to one caller at a time (<see cref="CompilerChildren"/>), who waits for it on the
/// own thread: whatever ends the wait ends the process, and with it the pipe. See docs/design/compiler-process.md.
/// </summary>
internal sealed class CompilerChild : IDisposable
{
    private const int LookMilliseconds = 5000;
    private const int MaxSilentLooks = 6;
    private const int ExitMilliseconds = 2000;

    private readonly Process _process;
    private readonly Stream _questions;
    private readonly Stream _answers;
    private readonly Timer _clock;
    private bool _isGreeted;
    private long _firstBytes;
    private int _silentLooks;
    private volatile bool _isSilent;
    private volatile bool _isEnded;

    private CompilerChild(Process process)
    {
        _process = process;
        _questions = process.StandardInput.BaseStream;
        _answers = process.StandardOutput.BaseStream;
        _clock = new Timer(static child => ((CompilerChild)child!).Look(), this, Timeout.Infinite, Timeout.Infinite);
        process.StandardError.Dispose();
    }

    /// <summary>What it was told.</summary>
    public WireNumbers Numbers { get; } = new();

    /// <summary>When it was brought back, by the clock of the system's start.</summary>
    public long IdleSince { get; set; }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it can be asked again.</summary>
    public bool IsUsable => !_isEnded && !_process.HasExited;

    /// <summary>Whether it has grown so much that another one does better.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Starts one, and tells it who asks.</summary>
    /// <exception cref="CompilerLostException">It cannot be started.</exception>
    public static CompilerChild Start(CompilerProgram program)
    {
        if (CompilerTrust.RefusalOf(program.File) is { } refusal)
        {
            throw new CompilerLostException(refusal, CompilerLoss.Unusable);
        }

        CompilerChild child;
        try
        {
            program.Permit();
            child = new(program.Start());
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            throw e is Win32Exception { NativeErrorCode: var code } && SystemRoom.IsLacking(code)
                ? new CompilerLostException(string.Format(null, Strings.CompilerHasNoRoom, program.File, e.Message), CompilerLoss.NoRoom)
                : new CompilerLostException(string.Format(null, Strings.CompilerNotStarted, program.File, e.Message), CompilerLoss.Unusable);
        }

        try
        {
            WireFrame.Write(child._questions, WireHello.Own.Write);
            return child;
        }
        catch (IOException)
        {
            // It has ended already.
            CompilerLostException loss = child.Lost();
            child.End();
            child.Dispose();
            throw loss;
        }
    }

    /// <summary>Asks, and waits for the answer; gives what follows after its kind.</summary>
    /// <param name="question">Writes the question.</param>
    /// <param name="meanwhile">What the caller has to do until the answer is there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="kind">What the answer is.</param>
    /// <exception cref="OperationCanceledException">The caller wants it no more. The process is ended.</exception>
    /// <exception cref="CompilerLostException">The process has ended, or says nothing.</exception>
    public BinaryReader Ask(Action<BinaryWriter> question, Action? meanwhile, CancellationToken cancellationToken, out WireAnswer kind)
    {
        bool isDone = false;
        _silentLooks = 0;
        _ = _clock.Change(LookMilliseconds, LookMilliseconds);
        try
        {
            // Its end waits for an end of the process that has begun: so the next caller is not hit by it.
            using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static child => ((CompilerChild)child!).End(), this);
            WireFrame.Write(_questions, question);
            meanwhile?.Invoke();
            Greet();
            BinaryReader answer = Read();
            for (kind = (WireAnswer)answer.ReadByte(); kind == WireAnswer.Busy; kind = (WireAnswer)answer.ReadByte())
            {
                answer = Read();
            }

            Weigh(answer.ReadInt64());
            isDone = true;
            return answer;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Lost();
        }
        finally
        {
            _ = _clock.Change(Timeout.Infinite, Timeout.Infinite);
            if (!isDone)
            {
                End();
            }
        }
    }

    /// <summary>Ends the process. Any thread.</summary>
    public void End()
    {
        _isEnded = true;
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // The process has ended by itself.
        }
    }

    /// <summary>Has the process end: it reads the end of its pipe.</summary>
    public void Dispose()
    {
        _isEnded = true;
        _clock.Dispose();
        _questions.Dispose();
        _answers.Dispose();
        _process.Dispose();
    }

    private void Greet()
    {
        if (_isGreeted)
        {
            return;
        }

        BinaryReader hello = Read();
        if (!WireIdentity.IsOwn(hello))
        {
            throw new CompilerLostException(string.Format(null, Strings.CompilerOfAnotherBuild, _process.StartInfo.FileName), CompilerLoss.Unusable);
        }

        _isGreeted = true;
    }

    private BinaryReader Read()
    {
        BinaryReader frame = WireFrame.Read(_answers) ?? throw new EndOfStreamException();
        Volatile.Write(ref _silentLooks, 0);
        return frame;
    }

    // By looks and not by the clock: a machine that slept, or a shell that was stopped, is no silence.
    private void Look()
    {
        if (Interlocked.Increment(ref _silentLooks) >= MaxSilentLooks)
        {
            _isSilent = true;
            End();
        }
    }

    // Twice what it has after its first answer, which replays a chain: else it might be too large for ever.
    private void Weigh(long bytes)
    {
        const long Allowance = 256L * 1024 * 1024;
        _firstBytes = _firstBytes == 0 ? bytes : _firstBytes;
        IsTooLarge = bytes > Math.Max(Allowance, 2 * _firstBytes);
    }

    private CompilerLostException Lost()
    {
        bool hasAnswered = _firstBytes > 0;
        if (_isSilent)
        {
            return _isGreeted
                ? new CompilerLostException(Strings.CompilerSilent, CompilerLoss.Silent, hasAnswered)
                : new CompilerLostException(string.Format(null, Strings.CompilerLeft, Strings.CompilerSilent), CompilerLoss.Unusable);
        }

        int? code = _process.WaitForExit(ExitMilliseconds) ? _process.ExitCode : null;
        bool isFault = OperatingSystem.IsWindows() ? code < 0 : code is 128 + 6 or 128 + 11 or 128 + 4 or 128 + 7 or 128 + 8;
        CompilerLoss loss = !_isGreeted ? CompilerLoss.Unready : isFault ? CompilerLoss.Fault : CompilerLoss.Ended;
        return new CompilerLostException(string.Format(null, Strings.CompilerEnded, code), loss, hasAnswered);
    }
}
