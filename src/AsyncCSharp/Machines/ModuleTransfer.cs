using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using AsyncCSharp.Contract;
using AsyncCSharp.Loop;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Machines;

/// <summary>Brings the module to a machine, by way of its session. On the pipeline thread.</summary>
/// <param name="session">The session.</param>
/// <param name="wait">How the pipeline thread waits.</param>
internal sealed class ModuleTransfer(PSSession session, PumpWait wait)
{
    /// <summary>The number of its progress.</summary>
    public const int ActivityId = 0x43534D44;

    private const int PartSize = 256 * 1024;

    // PowerShell sends as fast as it is given, and keeps what the other side has not taken.
    private const int PartsUnderWay = 4;

    private const string AskScript = """
        $folder = $env:PSModulePath -split [IO.Path]::PathSeparator | Where-Object { $_ -and $HOME -and $_.StartsWith($HOME) } | Select-Object -First 1
        if (-not $folder) { $folder = [IO.Path]::Combine($HOME, '.local', 'share', 'powershell', 'Modules') }
        @{
            Edition = "$($PSVersionTable.PSEdition)"; Shell = "$($PSVersionTable.PSVersion)"; Folder = "$folder"
            System = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } elseif ($IsLinux) { 'linux' } else { 'other' }
            Runtime = "$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
            Architecture = "$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)"
            Versions = @(Get-Module AsyncCSharp -ListAvailable -ErrorAction Ignore | ForEach-Object { "$($_.Version)" })
        }
        """;

    private const string SendScript = """
        param($Folder, $Version)
        $ErrorActionPreference = 'Stop'
        $module = [IO.Path]::Combine($Folder, 'AsyncCSharp')
        $target = [IO.Path]::Combine($module, $Version)
        $work = [IO.Path]::Combine($Folder, ".AsyncCSharp-$([guid]::NewGuid().ToString('n'))")
        $null = [IO.Directory]::CreateDirectory($work)
        try {
            $file = [IO.File]::Create("$work/module.zip")
            try { foreach ($part in $input) { $file.Write($part, 0, $part.Length); 1 } } finally { $file.Dispose() }
            [IO.Compression.ZipFile]::ExtractToDirectory("$work/module.zip", "$work/new")
            $null = [IO.Directory]::CreateDirectory($module)
            if ([IO.Directory]::Exists($target)) { [IO.Directory]::Move($target, "$work/old") }
            [IO.Directory]::Move("$work/new", $target)
        } finally {
            Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction Ignore
        }
        """;

    /// <summary>Asks the machine what it is and has.</summary>
    /// <exception cref="CellErrorException">It does not run a PowerShell that the module is for.</exception>
    public RemoteShell Ask()
    {
        PSDataCollection<PSObject> output = [];
        Run(shell => shell.AddScript(AskScript, useLocalScope: true), [], output, static (_, _) => true);
        if (output is not [{ BaseObject: Hashtable said }, ..])
        {
            throw new CellErrorException(MachineErrors.MachineBusy(session.ComputerName, session));
        }

        MachineErrors.CheckShell(session.ComputerName, $"{said["Shell"]}", $"{said["Edition"]}");
        object? versions = said["Versions"] is PSObject wrapped ? wrapped.BaseObject : said["Versions"];
        return new RemoteShell(
            EngineFolder.Platform($"{said["System"]}", $"{said["Runtime"]}", Enum.Parse<Architecture>($"{said["Architecture"]}")),
            $"{said["Folder"]}",
            versions is IEnumerable all and not string ? [.. all.Cast<object?>().Select(v => $"{v}")] : [$"{versions}"]);
    }

    /// <summary>Sends the module, which is there as a whole or not at all.</summary>
    public void Send(ModuleArchive archive, string folder, Action<long, long> report)
    {
        byte[] part = new byte[PartSize];
        PSDataCollection<PSObject> output = [];
        int sent = 0;
        Run(
            shell => shell.AddScript(SendScript, useLocalScope: true).AddParameter("Folder", folder).AddParameter("Version", ModuleVersion.Text),
            [],
            output,
            (input, _) =>
            {
                while (sent - output.Count < PartsUnderWay)
                {
                    int read = archive.Content.ReadAtLeast(part, PartSize, throwOnEndOfStream: false);
                    if (read == 0)
                    {
                        return true;
                    }

                    input.Add(part.AsSpan(0, read).ToArray());
                    sent++;
                    report(archive.Content.Position, archive.Content.Length);
                }

                return false;
            });
    }

    private void Run(Action<PowerShell> add, PSDataCollection<object> input, PSDataCollection<PSObject> output, Func<PSDataCollection<object>, PowerShell, bool> feed)
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = session.Runspace;
        bool isFed = false;
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.InvocationStateChanged += (_, e) =>
        {
            if (e.InvocationStateInfo.State is PSInvocationState.Completed or PSInvocationState.Failed or PSInvocationState.Stopped)
            {
                _ = ended.TrySetResult();
                wait.Pump.Signal();
            }
        };
        output.DataAdded += (_, _) => wait.Pump.Signal();
        try
        {
            MachineTurn.ThrowIfBusy(session);
            add(shell);
            _ = shell.BeginInvoke(input, output);
            wait.Until(() =>
            {
                if (!isFed && feed(input, shell))
                {
                    isFed = true;
                    input.Complete();
                }

                return ended.Task.IsCompleted;
            });
        }
        catch (Exception e) when (e is InvalidRunspaceStateException or InvalidPowerShellStateException or PSInvalidOperationException)
        {
            throw new CellErrorException(MachineErrors.MachineBusy(session.ComputerName, session));
        }
        finally
        {
            End(shell, ended.Task, input);
        }

        if (shell.InvocationStateInfo is { State: not PSInvocationState.Completed } info)
        {
            throw new CellErrorException(info.Reason is RemoteException { ErrorRecord: { } error }
                ? MachineErrors.Of(error, session)
                : MachineErrors.MachineLost(session.ComputerName, info.Reason?.Message ?? info.State.ToString(), session.ComputerName));
        }
    }

    // One that still runs was stopped with the command: it is not waited for.
    private static void End(PowerShell shell, Task ended, PSDataCollection<object> input)
    {
        if (shell.InvocationStateInfo.State == PSInvocationState.Running)
        {
            input.Complete();
            _ = shell.BeginStop(null, null);
        }

        _ = ended.ContinueWith(static (_, shell) => ((PowerShell)shell!).Dispose(), shell, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
