BeforeDiscovery {
    # Functions of a trusted module that hand their caller's script block on; each way gives what the block gave.
    $ways = @(
        @{ Way = 'a delegate in a job'; Body = 'Job "f()" @{ Variable = @{ f = [Func[object]]$Block } }' }
        @{ Way = 'a delegate in a job, from the pool'; Body = 'Job "await Task.Run(() => f())" @{ Variable = @{ f = [Func[object]]$Block } }' }
        @{ Way = 'an asynchronous delegate in a job'; Body = 'Job "await f()" @{ Variable = @{ f = [Func[Threading.Tasks.Task[object]]]$Block } }' }
        @{ Way = 'a delegate in -ArgumentList of a job'; Body = 'Job "((Func<object>)Args[0])()" @{ ArgumentList = [Func[object]]$Block }' }
        @{ Way = 'one of several in a delegate in a job'; Body = 'Job "f()" @{ Variable = @{ f = [Delegate]::Combine([Func[object]]{ 1 }, [Func[object]]$Block) } }' }
        @{ Way = 'Shell.Callback in a job'; Body = 'Job "Shell.Callback<Func<object>>((ScriptBlock)Args[0])()" @{ ArgumentList = $Block }' }
        @{ Way = 'a function in a job'; Body = '${function:script:handed} = $Block; Job "f()" @{ Variable = @{ f = [Func[object]]${function:handed} } }' }
        @{ Way = 'a delegate in a variable of the session, in a job'; Body = 'Set-CSharpVariable kept ([Func[object]]$Block); Job "kept()" @{ Variable = @{ none = 1 } }' }
        @{ Way = 'a delegate in a cell within a job'; Body = 'Job "Shell.Invoke(`"param(`$f) cs ''f()'' -Variable @{ f = `$f } -Session Default`", f)" @{ Variable = @{ f = [Func[object]]$Block } }' }
        @{ Way = 'the script block in a job'; Body = 'Job "((ScriptBlock)Args[0]).Invoke()" @{ ArgumentList = $Block }' }
        @{ Way = 'the script block in a table, in a job'; Body = 'Job "((ScriptBlock)((System.Collections.Hashtable)o)[`"f`"]!).Invoke()" @{ Variable = @{ o = @{ f = $Block } } }' }
        @{ Way = 'Shell.Invoke in a job'; Body = 'Job "Shell.Invoke(`"param(`$b) & `$b`", Args[0])" @{ ArgumentList = $Block }' }
        @{ Way = 'a fan-out in a job'; Body = '$j = 1..3 | cs "f()" -Variable @{ f = [Func[object]]$Block } -ThrottleLimit 2 -AsJob; $null = Wait-Job $j -Timeout 20; Receive-Job $j' }
        @{ Way = 'a delegate'; Body = 'cs "f()" -Variable @{ f = [Func[object]]$Block }' }
        @{ Way = 'a delegate, from the pool'; Body = 'cs "await Task.Run(() => f())" -Variable @{ f = [Func[object]]$Block }' }
        @{ Way = 'a fan-out on the pool'; Body = '1..3 | cs "f()" -Variable @{ f = [Func[object]]$Block } -ThrottleLimit 2' }
        @{ Way = 'an asynchronous fan-out on the pool'; Body = '1..3 | cs "await Task.Yield(); return f();" -Variable @{ f = [Func[object]]$Block } -ThrottleLimit 2 -Runner ThreadPool' }
        @{ Way = 'Shell.Callback'; Body = 'cs "Shell.Callback<Func<Task<object>>>((ScriptBlock)Args[0])()" -ArgumentList $Block' }
        @{ Way = 'Shell.Invoke'; Body = 'cs "Shell.Invoke(`"param(`$b) & `$b`", Args[0])" -ArgumentList $Block' }
        @{ Way = 'Receive-Task, which serves it'; Body = '$t = cs "Task.Run(async () => { await Task.Delay(50); return f(); })" -Variable @{ f = [Func[object]]$Block } -NoAwait; await $t' }
    )

    # As runners they see the cell instead, and give nothing back.
    $runners = @(
        @{ Way = 'a runner'; Body = 'cs "await Task.Yield();" -Runner $Block' }
        @{ Way = 'a runner of a job'; Body = 'Job "await Task.Yield();" @{ Runner = $Block }' }
        @{ Way = 'a delegate as runner of a job'; Body = 'Job "await Task.Yield();" @{ Runner = [Func[AsyncCSharp.CellContext, object]]$Block }' }
        @{ Way = 'the session''s runner, in a job'; Body = 'Set-AutoAwait $Block; Job "await Task.Yield();" @{ Variable = @{ none = 1 } }' }
        @{ Way = 'a registered runner, in a job'; Body = 'Register-CSharpRunner Handed $Block -Force; Job "await Task.Yield();" @{ Runner = "Handed" }' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # Calls a trusted function with a script block of a constrained caller.
    function Invoke-Handed([string]$Body, [string]$Block) {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule([string[]]$manifest)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            $job = 'function Job($code, $more) { $j = cs $code @more -AsJob; $null = Wait-Job $j -Timeout 20; Receive-Job $j }'
            $null = $shell.AddScript("$job`nfunction Use-Block([scriptblock]`$Block) { $Body }").Invoke()
            $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $shell.Commands.Clear()
            $shell.AddScript("Use-Block { $Block }").Invoke()
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}

Describe 'A script block of a caller in ConstrainedLanguage' {
    It 'stays in ConstrainedLanguage by way of <Way>' -ForEach $ways {
        # Only FullLanguage may call a method of this type, and anybody may catch that it must not.
        $given = Invoke-Handed $Body 'try { [IO.Path]::GetFullPath("x") } catch { "refused: $($_.FullyQualifiedErrorId)" }'
        $given | Sort-Object -Unique | Should -Be 'refused: MethodInvocationNotSupportedInConstrainedLanguage'
    }

    It 'stays in ConstrainedLanguage as <Way>' -ForEach $runners {
        $file = "$TestDrive/seen"
        $null = Invoke-Handed $Body "`$seen = try { [IO.Path]::GetFullPath('x') } catch { `"refused: `$(`$_.FullyQualifiedErrorId)`" }; Set-Content '$file' `$seen"
        Get-Content $file | Should -Be 'refused: MethodInvocationNotSupportedInConstrainedLanguage'
        Remove-Item $file
    }

    It 'may compile nothing in a job either' {
        $given = Invoke-Handed 'Job "f()" @{ Variable = @{ f = [Func[object]]$Block } }' 'try { Test-CSharpCell "1" } catch { $_.FullyQualifiedErrorId }'
        $given | Should -Be 'LanguageModeNotAllowed,AsyncCSharp.Commands.TestCSharpCellCommand'
    }

    It 'runs in the job all the same' {
        Invoke-Handed 'Job "f(20)" @{ Variable = @{ f = [Func[int, object]]$Block } }' 'param($x) $x * 2 + 2' | Should -Be 42
    }
}

Describe 'A script block of a caller in FullLanguage' {
    It 'keeps its rights in a job' {
        $job = cs 'f()' -Variable @{ f = [Func[string]] { [IO.Path]::GetFileName('a/b') } } -AsJob
        Receive-Job ($job | Wait-Job -Timeout 20) | Should -Be 'b'
        Remove-Job $job
    }
}
