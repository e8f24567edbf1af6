using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AsyncCSharp.Stacks;

namespace AsyncCSharp.Pester.Tests.Processes;

/// <summary>A running <c>dotnet SOME.dll</c>.</summary>
internal sealed class DotnetProcess : IDisposable
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly StringBuilder _outputSoFar = new();

    private DotnetProcess(string assembly, IEnumerable<string> arguments, string input)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Repository.Root,
        };

        // In processes that live for seconds, most of the processor time goes to the JIT: to count calls and to compile a second time what
        // is called often takes up to a third of it, and to optimise the dynamic methods that PowerShell makes of scripts another third.
        _ = start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        _ = start.Environment.TryAdd("DOTNET_TC_CallCounting", "0");
        _ = start.Environment.TryAdd("DOTNET_JITMinOpts", "1");

        // Code is written where it lies, and not through a second mapping of it.
        _ = start.Environment.TryAdd("DOTNET_EnableWriteXorExecute", "0");

        // What the last pwsh has compiled, the next one would compile when it starts, beside its work, whether it needs it or not: after one that has
        // run Add-Type these are 7,000 methods more than the 3,500 of a spec. The number is hexadecimal: no machine has so many processors.
        _ = start.Environment.TryAdd("DOTNET_MultiCoreJitMinNumCpus", "FFFF");

        // Nobody is told that there are shells of tests, and none compiles what would tell it.
        _ = start.Environment.TryAdd("POWERSHELL_TELEMETRY_OPTOUT", "1");
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{assembly}' could not be started.");
        _output = ReadOutputAsync();
        _errors = _process.StandardError.ReadToEndAsync();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    /// <summary>Starts an assembly; an empty input is the end of standard input.</summary>
    public static DotnetProcess Start(string assembly, IEnumerable<string> arguments, string input = "") => new(assembly, arguments, input);

    /// <summary>Runs an assembly to its end.</summary>
    public static async Task<DotnetResult> RunAsync(string assembly, string[] arguments, string input = "", TimeSpan? timeout = null)
    {
        using DotnetProcess process = Start(assembly, arguments, input);
        return await process.WaitAsync(timeout);
    }

    /// <summary>Has other processes come first where there are too few processors; what it starts does so too.</summary>
    public void StandBack()
    {
        try
        {
            _process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    /// <summary>Waits until the process has written a text.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        using CancellationTokenSource timeout = new(s_defaultTimeout);
        while (!OutputSoFar().Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The process ended without writing '{text}'.");
            }

            await Task.Delay(20, timeout.Token);
        }
    }

    /// <summary>Waits for the end of the process. When the time is up its stacks are taken, and it is killed.</summary>
    public async Task<DotnetResult> WaitAsync(TimeSpan? timeout = null)
    {
        using CancellationTokenSource limit = new(timeout ?? s_defaultTimeout);
        string? stacks = null;
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            stacks = await ManagedStacks.OfTreeAsync(_process.Id);
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        return new DotnetResult(_process.ExitCode, await _output, await _errors, stacks);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Gives what was written to standard output until now.</summary>
    public string OutputSoFar()
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
