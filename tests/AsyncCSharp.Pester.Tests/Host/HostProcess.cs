using System.Diagnostics;
using System.Text;

namespace AsyncCSharp.Pester.Tests.Host;

/// <summary>A running PwshHost.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly StringBuilder _outputSoFar = new();

    private HostProcess(IEnumerable<string> arguments, string input)
    {
        ProcessStartInfo start = new("dotnet", [Repository.HostAssembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Repository.Root,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The host could not be started.");
        _output = ReadOutputAsync();
        _errors = _process.StandardError.ReadToEndAsync();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    /// <summary>Starts the host; an empty input is the end of standard input.</summary>
    public static HostProcess Start(IEnumerable<string> arguments, string input = "") => new(arguments, input);

    /// <summary>Runs the host to its end.</summary>
    public static async Task<HostResult> RunAsync(string[] arguments, string input = "", TimeSpan? timeout = null)
    {
        using HostProcess host = Start(arguments, input);
        return await host.WaitAsync(timeout);
    }

    /// <summary>Runs a text with <c>-Command</c>.</summary>
    public static Task<HostResult> RunCommandAsync(string text) => RunAsync(["-NoProfile", "-Command", text]);

    /// <summary>Waits until the process has written a text.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        using CancellationTokenSource timeout = new(s_defaultTimeout);
        while (!OutputSoFar().Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The host ended without writing '{text}'.");
            }

            await Task.Delay(20, timeout.Token);
        }
    }

    /// <summary>Waits for the end of the process, and kills it when the time is up.</summary>
    public async Task<HostResult> WaitAsync(TimeSpan? timeout = null)
    {
        using CancellationTokenSource limit = new(timeout ?? s_defaultTimeout);
        bool timedOut = false;
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            timedOut = true;
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        return new HostResult(_process.ExitCode, await _output, await _errors, timedOut);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private string OutputSoFar()
    {
        lock (_outputSoFar)
        {
            return _outputSoFar.ToString();
        }
    }

    private async Task<string> ReadOutputAsync()
    {
        char[] buffer = new char[4096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_outputSoFar)
            {
                _outputSoFar.Append(buffer, 0, count);
            }
        }

        return OutputSoFar();
    }
}
