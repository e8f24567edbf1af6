using System.Diagnostics;

namespace AsyncCSharp.Bench;

/// <summary>A process that is given one line after the other, and answers each.</summary>
internal sealed class Dialogue : IDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _patience = new(Child.Patience);

    public Dialogue(string program, IReadOnlyList<string> arguments)
    {
        _process = Child.Start(program, arguments);
        _process.BeginErrorReadLine();
        _ = _patience.Token.Register(() => _process.Kill(entireProcessTree: true));
    }

    /// <summary>Gives it a line and waits for the line that answers it.</summary>
    public string Ask(string line, Func<string, bool> isAnswer)
    {
        _process.StandardInput.WriteLine(line);
        while (_process.StandardOutput.ReadLine() is { } answer)
        {
            if (isAnswer(answer))
            {
                return answer;
            }
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} ended, or was silent for {Child.Patience.TotalMinutes} minutes, at: {line}");
    }

    /// <summary>Asks once for each line, and says how many milliseconds each answer took.</summary>
    public double[] Times(IEnumerable<string> lines, Func<string, bool> isAnswer) =>
    [
        .. lines.Select(line =>
        {
            long start = Stopwatch.GetTimestamp();
            _ = Ask(line, isAnswer);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }),
    ];

    /// <summary>Gives it a last line, if it wants one, and waits for its end.</summary>
    public void End(string? line = null)
    {
        if (line is not null)
        {
            _process.StandardInput.WriteLine(line);
        }

        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _patience.Dispose();
        _process.Dispose();
    }
}
