BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Shell' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'streams' {
        It 'WriteObject writes before the value, in order' {
            Invoke-CSharpCell 'Shell.WriteObject(1); Shell.WriteObject(2); 3' | Should -Be 1, 2, 3
        }

        It 'WriteObject writes a collection whole, or its items' {
            @(Invoke-CSharpCell 'Shell.WriteObject(new[] { 1, 2 });') | Should -HaveCount 1
            @(Invoke-CSharpCell 'Shell.WriteObject(new[] { 1, 2 }, true);') | Should -Be 1, 2
        }

        It 'WriteObject writes at once' {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell 'log.Add("a"); Shell.WriteObject(1); log.Add("b");' -Variable log | ForEach-Object { $log.Add("got $_") }
            $log -join ', ' | Should -BeExactly 'a, got 1, b'
        }

        It 'WriteObject works after an await' {
            Invoke-CSharpCell 'Shell.WriteObject(1); await Task.Delay(5); Shell.WriteObject(2); 3' | Should -Be 1, 2, 3
        }

        It 'WriteObject works on other threads, in order' {
            Invoke-CSharpCell 'await Task.Run(() => { for (int i = 1; i <= 100; i++) Shell.WriteObject(i); });' | Should -Be (1..100)
        }

        It 'WriteObject works on many threads at once, and nothing is lost' {
            $values = Invoke-CSharpCell 'Parallel.For(0, 200, i => Shell.WriteObject(i));'
            $values | Should -HaveCount 200
            [Collections.Generic.HashSet[int]]::new([int[]]$values).Count | Should -Be 200
        }

        It 'WriteObjectAsync waits for the pipeline' {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell 'await Task.Run(async () => { for (int i = 1; i < 4; i++) { log.Add("make " + i); await Shell.WriteObjectAsync(i); } });' -Variable log |
                ForEach-Object { $log.Add("take $_") }
            $log -join ', ' | Should -BeExactly 'make 1, take 1, make 2, take 2, make 3, take 3'
        }

        It 'WriteError writes a non-terminating error: <Name>' -ForEach @(
            @{ Name = 'text'; Code = 'Shell.WriteError("went wrong"); 42' }
            @{ Name = 'exception'; Code = 'Shell.WriteError(new FormatException("went wrong")); 42' }
            @{ Name = 'record'; Code = 'Shell.WriteError(new ErrorRecord(new Exception("went wrong"), "MyId", ErrorCategory.DeviceError, 5)); 42' }
        ) {
            $value = Invoke-CSharpCell $Code -ErrorAction SilentlyContinue -ErrorVariable failures
            $value | Should -Be 42
            $failures | Should -HaveCount 1
            $failures[0].Exception.Message | Should -Be 'went wrong'
        }

        It 'WriteError keeps the exception''s type and the record''s id' {
            Invoke-CSharpCell 'Shell.WriteError(new FormatException("x")); Shell.WriteError(new ErrorRecord(new Exception("y"), "MyId", ErrorCategory.DeviceError, 5));' -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].Exception | Should -BeOfType ([FormatException])
            $failures[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
            $failures[1].FullyQualifiedErrorId | Should -Be 'MyId,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $failures[1].CategoryInfo.Category | Should -Be 'DeviceError'
            $failures[1].TargetObject | Should -Be 5
        }

        It 'WriteError ends the cell with -ErrorAction Stop' {
            { Invoke-CSharpCell 'Shell.WriteError("went wrong"); Shell.SetVariable("beyond", 1);' -ErrorAction Stop } | Should -Throw 'went wrong'
            $beyond | Should -BeNullOrEmpty
            Invoke-CSharpCell '1 + 1' | Should -Be 2
        }

        It 'WriteWarning' {
            Invoke-CSharpCell 'Shell.WriteWarning("careful");' -WarningVariable records -WarningAction SilentlyContinue
            "$records" | Should -BeExactly 'careful'
        }

        It 'WriteVerbose' {
            $records = @(Invoke-CSharpCell 'Shell.WriteVerbose("in detail");' -Verbose 4>&1)
            $records[0].Message | Should -BeExactly 'in detail'
            @(Invoke-CSharpCell 'Shell.WriteVerbose("in detail");' 4>&1) | Should -HaveCount 0
        }

        It 'WriteDebug' {
            $records = @(Invoke-CSharpCell 'Shell.WriteDebug("for experts");' -Debug 5>&1)
            $records.Message | Should -Contain 'for experts'
        }

        It 'WriteInformation' {
            Invoke-CSharpCell 'Shell.WriteInformation("note", "tag1", "tag2");' -InformationVariable records 6>$null
            $records | Should -HaveCount 1
            $records[0].MessageData | Should -BeExactly 'note'
            $records[0].Tags | Should -Be 'tag1', 'tag2'
        }

        It 'WriteProgress and Progress' {
            $shell = New-TestShell
            try {
                $null = $shell.AddScript("Invoke-CSharpCell 'Shell.WriteProgress(""Work"", ""half"", 50); Progress.Activity = ""More""; Progress.Report(""nearly"", 90); Progress.Report(0.95); await Task.Run(() => Progress.Report(97)); Progress.Complete();'").Invoke()
                $records = @($shell.Streams.Progress | Where-Object Activity -In 'Work', 'More')
                $records.Activity | Should -Be 'Work', 'More', 'More', 'More', 'More'
                $records[0].StatusDescription | Should -Be 'half'
                $records.PercentComplete | Should -Be 50, 90, 95, 97, -1
                $records[4].RecordType | Should -Be 'Completed'
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'Progress is an IProgress for other code' {
            Invoke-CSharpCell 'IProgress<int> p = Progress; p.Report(5); Progress.Complete(); true' | Should -BeTrue
        }

        It 'keeps the order of all streams' {
            $all = Invoke-CSharpCell 'Shell.WriteObject("1"); Shell.WriteWarning("2"); Shell.WriteError("3"); Shell.WriteInformation("4"); Shell.WriteObject("5");' *>&1
            $all | ForEach-Object { "$_" } | Should -Be '1', '2', '3', '4', '5'
        }
    }

    Context 'variables' {
        It 'GetVariable reads a variable of the caller' {
            $local = 42
            Invoke-CSharpCell '(int)Shell.GetVariable("local") + 1' | Should -Be 43
        }

        It 'GetVariable<T> converts as PowerShell does' {
            $text = '42'
            Invoke-CSharpCell 'Shell.GetVariable<int>("text") + 1' | Should -Be 43
            $list = 1, '2', 3.0
            Invoke-CSharpCell 'Shell.GetVariable<int[]>("list").Sum()' | Should -Be 6
        }

        It 'ResolvePath starts from the caller''s location' {
            Push-Location $TestDrive
            try {
                $folder = (Get-Item $TestDrive).FullName
                Invoke-CSharpCell 'Shell.ResolvePath("a.txt")' | Should -Be (Join-Path $folder a.txt)
                Invoke-CSharpCell 'await Task.Run(() => Shell.ResolvePath("sub/../b.txt"))' | Should -Be (Join-Path $folder b.txt)
                Invoke-CSharpCell 'Shell.ResolvePath("~")' | Should -Be (Resolve-Path '~').ProviderPath
            } finally {
                Pop-Location
            }

            foreach ($path in 'env:PATH', 'nosuchdrive:/x', '') {
                { Invoke-CSharpCell 'Shell.ResolvePath((string)Args[0])' -ArgumentList $path } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            }
        }

        It 'GetVariable<T> gives null for what is not there, and never a default that is none' {
            $nothing = $null
            foreach ($name in 'nope', 'nothing') {
                foreach ($type in 'string', 'object', 'int?', 'List<int>', 'int[]', 'ScriptBlock') {
                    Invoke-CSharpCell "Shell.GetVariable<$type>(`"$name`") is null" | Should -BeTrue -Because "$type $name"
                }

                foreach ($type in 'int', 'bool', 'DateTime', '(int, int)') {
                    { Invoke-CSharpCell "Shell.GetVariable<$type>(`"$name`")" } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand' -ExpectedMessage '*no such variable*'
                }
            }
        }

        It 'GetVariable<T> says what does not convert' {
            $text = 'no number'
            $e = { Invoke-CSharpCell 'Shell.GetVariable<int>("text")' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception | Should -BeOfType ([System.Management.Automation.PSInvalidCastException])
        }

        It 'GetVariable gives null where there is none' {
            Invoke-CSharpCell 'Shell.GetVariable("no_such_variable_here") == null' | Should -BeTrue
        }

        It 'GetVariable takes a scope and a drive' {
            $env:ASYNCCSHARP_SPEC = 'from env'
            try {
                Invoke-CSharpCell 'Shell.GetVariable("env:ASYNCCSHARP_SPEC")' | Should -Be 'from env'
            }
            finally {
                $env:ASYNCCSHARP_SPEC = $null
            }
        }

        It 'SetVariable sets a variable of the caller' {
            Invoke-CSharpCell 'Shell.SetVariable("made", new List<int> { 1, 2 });'
            $made.Count | Should -Be 2
            $existing = 1
            Invoke-CSharpCell 'Shell.SetVariable("existing", 2);'
            $existing | Should -Be 2
        }

        It 'both work on other threads' {
            $number = 40
            Invoke-CSharpCell 'await Task.Run(() => Shell.SetVariable("result", Shell.GetVariable<int>("number") + 2));'
            $result | Should -Be 42
        }
    }

    Context 'Invoke' {
        It 'gives what the script writes' {
            Invoke-CSharpCell 'Shell.Invoke("1; 2").Count' | Should -Be 2
            Invoke-CSharpCell '(int)Shell.Invoke("6 * 7")[0].BaseObject' | Should -Be 42
        }

        It 'gives an empty collection for a script that writes nothing' {
            Invoke-CSharpCell 'Shell.Invoke("$null = 1").Count' | Should -Be 0
        }

        It 'hands over arguments' {
            Invoke-CSharpCell '(int)Shell.Invoke("param($a, $b) $a * $b", 6, 7)[0].BaseObject' | Should -Be 42
            Invoke-CSharpCell '(string)Shell.Invoke("$args -join ''-''", "a", "b")[0].BaseObject' | Should -Be 'a-b'
        }

        It 'runs in the caller''s scope' {
            $local = 41
            Invoke-CSharpCell '(int)Shell.Invoke("$local + 1")[0].BaseObject' | Should -Be 42
        }

        It 'works after an await, and from another thread' {
            Invoke-CSharpCell 'await Task.Delay(5); (int)Shell.Invoke("6 * 7")[0].BaseObject' | Should -Be 42
            Invoke-CSharpCell 'await Task.Run(() => (int)Shell.Invoke("6 * 7")[0].BaseObject)' | Should -Be 42
        }

        It 'gives errors of the script to the cell''s error stream' {
            $value = Invoke-CSharpCell 'Shell.Invoke("Get-Command no-such-command-here; 42")[0].BaseObject' -ErrorAction SilentlyContinue -ErrorVariable failures
            $value | Should -Be 42
            "$($failures[0].FullyQualifiedErrorId)" | Should -BeLike 'CommandNotFoundException,*'
        }

        It 'throws what the script throws' {
            Invoke-CSharpCell 'try { Shell.Invoke("throw ''from the script''"); return "not thrown"; } catch (RuntimeException e) { return e.Message; }' | Should -Be 'from the script'
        }

        It 'throws what the script throws, as the cell''s error' {
            $e = { Invoke-CSharpCell 'Shell.Invoke("throw ''from the script''");' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception.Message | Should -Be 'from the script'
        }

        It 'takes script blocks as arguments' {
            Invoke-CSharpCell '(int)Shell.Invoke("& $args[0] 21", Args[0])[0].BaseObject' -ArgumentList { param($x) $x * 2 } | Should -Be 42
        }
    }

    Context 'after the cell' {
        It 'WriteObject throws, with a clear message' {
            Invoke-CSharpCell 'var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); var late = Task.Run(async () => { await go.Task; try { Shell.WriteObject(1); return "not thrown"; } catch (InvalidOperationException e) { return e.Message; } });'
            Invoke-CSharpCell 'go.SetResult();'
            $task = (Get-CSharpVariable late).Value
            $task.Wait(10000) | Should -BeTrue
            $task.Result | Should -BeLike '*cell has ended*'
        }
    }
}

Describe 'CancellationToken' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'can be cancelled, and is not' {
        Invoke-CSharpCell 'CancellationToken.CanBeCanceled && !CancellationToken.IsCancellationRequested' | Should -BeTrue
    }

    It 'fires when the pipeline is stopped, and the wait ends at once' {
        $shell = New-TestShell
        try {
            $fired = [Threading.ManualResetEventSlim]::new()
            $started = [Threading.ManualResetEventSlim]::new()
            $null = $shell.AddScript('param($s, $f) Invoke-CSharpCell "CancellationToken.Register(() => fired.Set()); started.Set(); await Task.Delay(-1, CancellationToken);" -Variable @{ started = $s; fired = $f }').AddArgument($started).AddArgument($fired)
            $run = $shell.BeginInvoke()
            $started.Wait(30000) | Should -BeTrue
            $shell.Stop()
            $fired.Wait(10000) | Should -BeTrue
            $run.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is of the cell that runs, also in a method of an earlier cell' {
        Invoke-CSharpCell 'CancellationToken Token() => CancellationToken;'
        Invoke-CSharpCell 'Token() == CancellationToken' | Should -BeTrue
    }
}
