# Sessions that come and go.
@(
    @{
        Kind = 'a session is made'
        Run  = {
            if ($Soak.Sessions.Count -lt 6) { Add-Session (Select-One '', '-Using System.Numerics') }
        }
    }
    @{
        Kind = 'a session is copied'
        Run  = {
            if ($Soak.Sessions.Count -ge 6) { return }
            $session = Select-Session
            $kept = Select-Kept $session
            $copy = New-Name S
            $null = Invoke-Target 'param($session, $name) Copy-CSharpSession $session $name' $session, $copy
            $Soak.Sessions[$copy] = $Soak.Sessions[$session].Clone()
            $Soak.Sessions[$copy].Variables = $Soak.Sessions[$session].Variables.Clone()
            $Soak.Sessions[$copy].Variables[$kept] = ++$Soak.Serial
            $null = Invoke-Cell "$kept = $($Soak.Serial);" $copy
        }
    }
    @{
        # Not one of those that other kinds choose from: an endless recursion in it is the end of the process.
        Kind = 'a session without stop checks'
        Run  = {
            $session = Add-Session '-NoStopChecks'
            Confirm-Equal (Invoke-Cell 'int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); await Task.Yield(); Fib(20)' $session) 6765 'a recursion'
            $result = Invoke-TargetWhole 'param($code, $session) cs $code -Session $session -TimeoutSeconds 0.1' (Select-One 'await Task.Delay(-1);', 'Thread.Sleep(60000);', 'await Task.Delay(-1, CancellationToken);'), $session
            $null = Confirm-ErrorId $result CellTimeout 'a cell without checks'
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'a session is removed with work under way'
        Run  = {
            $session = Add-Session
            Invoke-Cell 'class Big { public byte[] Data = new byte[10000]; } var big = new Big(); _ = Task.Run(async () => { while (true) await Task.Delay(1); }); async void F() { while (true) await Task.Delay(1); } F(); new Thread(() => { while (true) Thread.Sleep(1); }) { IsBackground = true }.Start();' $session
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            Confirm-Quick $watch.ElapsedMilliseconds 'Remove-CSharpSession'
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'a session is removed'
        Run  = {
            $session = Select-Session
            if ($session -eq 'Default') { return }
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'a session is reset'
        Run  = {
            $session = Select-Session
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Invoke-Target 'param($session) Reset-CSharpSession $session -Confirm:$false' $session
            Confirm-Quick $watch.ElapsedMilliseconds 'Reset-CSharpSession'
            Clear-SessionModel $session
        }
    }
    @{
        Kind = 'a session goes with files, timers and listeners open'
        Run  = {
            $session = Add-Session
            $path = "$($Soak.Folder)/$(New-Name open).txt"
            Invoke-Cell "var file = File.Create(@""$path""); file.WriteByte(1); var timer = new Timer(_ => GC.KeepAlive(file), null, 1, -1); var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); listener.Start(); var watcher = new FileSystemWatcher(Path.GetTempPath());" $session
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false; [GC]::Collect()' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'a session of another runspace is refused'
        Run  = {
            $script = '$s = Get-CSharpSession Default; 1 | ForEach-Object -Parallel { Import-Module $using:manifest; try { Invoke-CSharpCell 1 -Session $using:s } catch { $_.FullyQualifiedErrorId -replace ",.*" } }'
            Confirm-Equal (Invoke-Target "param(`$manifest) $script" $Soak.Manifest) SessionBusy 'the error'
        }
    }
    @{
        Kind = 'an asynchronous local of a session that is reset in a callback'
        Run  = {
            Confirm-Equal (Invoke-Target 'cs ''f()'' -Variable @{ f = [Func[string]] { try { Reset-CSharpSession -Confirm:$false; "reset" } catch { $_.FullyQualifiedErrorId -replace ",.*" } } }') SessionInUse 'the error'
        }
    }
    @{
        Kind   = 'a runspace comes and goes, with work under way'
        Weight = 0.5
        Run    = {
            $runspace = [runspacefactory]::CreateRunspace($Soak.Host, [initialsessionstate]::CreateDefault2())
            $runspace.Open()
            Invoke-Target 'param($manifest) Import-Module $manifest; cs ''int own = 1; _ = Task.Run(async () => { while (true) await Task.Delay(1); });''' $Soak.Manifest $runspace
            Confirm-Equal (Invoke-Target '(Get-CSharpSession).Name; (Get-CSharpVariable).Name' @() $runspace) 'Default own' 'what a new runspace has'
            $code = (Select-One $StopKinds).Code
            Add-Note $code
            $call = Start-Target 'param($code) cs $code' $code $runspace
            [Threading.Thread]::Sleep((Get-Chance 200))
            $watch = [Diagnostics.Stopwatch]::StartNew()
            try { $runspace.Dispose() }
            catch [ObjectDisposedException] {
                # PowerShell 7.6.9 cancels the token source of a pipeline that has just ended (PipelineProcessor.Stop).
                $runspace.Dispose()
            }
            Confirm-Quick $watch.ElapsedMilliseconds 'closing a runspace'
            $null = Complete-Target $call
        }
    }
    @{
        Kind   = 'the module is removed and imported again'
        Weight = 0.3
        Run    = {
            Invoke-Cell '_ = Task.Run(async () => { while (true) await Task.Delay(1); });'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Invoke-Target 'Remove-Module AsyncCSharp'
            Confirm-Quick $watch.ElapsedMilliseconds 'Remove-Module'
            Import-Product
        }
    }
    @{
        Kind   = 'other runspaces of PowerShell'
        Weight = 0.5
        Run    = {
            $script = 'param($manifest) (1..3 | ForEach-Object -ThrottleLimit 3 -Parallel { Import-Module $using:manifest; cs "int mine = $_;"; cs "await Task.Yield(); mine" } | Sort-Object) -join "+"
                $j = Start-ThreadJob { Import-Module $using:manifest; cs "int x = 5;"; cs "await Task.Yield(); x" }; $j | Wait-Job | Receive-Job; $j | Remove-Job'
            Confirm-Equal (Invoke-Target $script $Soak.Manifest) '1+2+3 5' 'parallel cells'
        }
    }
    @{
        Kind = 'a language mode that allows nothing'
        Run  = {
            $runspace = [runspacefactory]::CreateRunspace($Soak.Host, [initialsessionstate]::CreateDefault2())
            $runspace.Open()
            Invoke-Target 'param($manifest) Import-Module $manifest' $Soak.Manifest $runspace
            $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            foreach ($command in 'cs 1', 'cs 1 -AsJob', 'Test-CSharpCell 1', 'Measure-CSharpCell 1', 'Add-CSharpReference -AssemblyName System.Xml', 'Set-CSharpVariable x 1') {
                $result = Invoke-TargetWhole $command @() $runspace
                Confirm-ErrorId $result LanguageModeNotAllowed $command
            }
            $runspace.Dispose()
        }
    }
)
