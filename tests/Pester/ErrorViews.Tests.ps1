# What the views of pwsh make of our errors.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $viewBefore = $global:ErrorView
    $renderingBefore = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    function Get-Failure([scriptblock]$Script) {
        try { $null = & $Script } catch { return $_ }
        throw 'it did not fail'
    }

    # The lines of a view; what it has folded into the width of the host is one line again.
    function Show-Error($Record, [string]$View) {
        $global:ErrorView = $View
        ($Record | Out-String -Width 200).Replace("`r", '').TrimEnd() -replace '(?<=\S) *\n     \| (?=[A-Za-z])', ' ' -split '\n'
    }
}

AfterAll {
    $global:ErrorView = $viewBefore
    $PSStyle.OutputRendering = $renderingBefore
    Reset-CSharpSession
}

Describe 'A cell that does not compile' {
    BeforeAll {
        Reset-CSharpSession
        $failure = Get-Failure { cs "int a = 1;`n  a + nowhere" }
    }

    It 'is shown with its line, in ConciseView' {
        $lines = Show-Error $failure ConciseView
        $lines[0] | Should -Match '^Invoke-CSharpCell: Cell\[1\] \(.*ErrorViews\.Tests\.ps1:\d+\)$'
        $lines[1..4] | Should -Be 'Line |', '   2 | a + nowhere', "     |     ~~~~~~~ Cell[1](2,7): error CS0103: The name 'nowhere' does not exist in the current context", '     | 1 error'
        $lines | Should -HaveCount 5
    }

    It 'is shown with the file of the cell and the place of the call, in ConciseView' {
        Set-Content "$TestDrive/wrong.csx" 'int a = "one";'
        $lines = Show-Error (Get-Failure { cs -Path "$TestDrive/wrong.csx" }) ConciseView
        $lines[0] | Should -Match '^Invoke-CSharpCell: .*wrong\.csx \(.*ErrorViews\.Tests\.ps1:\d+\)$'
        ($lines[3..9] -join ' ') | Should -Match 'wrong\.csx\(1,9\): error CS0029: '
    }

    It 'is shown with every error, in ConciseView' {
        $lines = Show-Error (Get-Failure { cs "var a = nowhere;`nneverwhere" }) ConciseView
        $lines[2..5] | Should -Be '   1 | var a = nowhere;', "     |         ~~~~~~~ CS0103: The name 'nowhere' does not exist in the current context",
            '   2 | neverwhere', "     | ~~~~~~~~~~ CS0103: The name 'neverwhere' does not exist in the current context"
        $lines[6] | Should -Be '     | 2 errors'
        ($lines[7..9] -join '') | Should -BeNullOrEmpty
    }

    It 'has every error in its text' {
        "$(Get-Failure { cs "var a = nowhere;`nneverwhere" })" | Should -BeLike "*(1,9): error CS0103: The name 'nowhere' *1 | var a = nowhere;*(2,1): error CS0103: The name 'neverwhere' *"
    }

    It 'has all errors and the script''s position, in NormalView' {
        $lines = Show-Error $failure NormalView
        $lines[0] | Should -Be "cs : Cell[1](2,7): error CS0103: The name 'nowhere' does not exist in the current context"
        $lines -match '^At .*ErrorViews\.Tests\.ps1:\d+ char:\d+$' | Should -HaveCount 1
        $lines[-1] | Should -Be '+ FullyQualifiedErrorId : CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'is about its text, in CategoryView' {
        Show-Error (Get-Failure { cs 'nowhere' }) CategoryView | Should -Be 'ParserError: (nowhere:String) [Invoke-CSharpCell], CSharpCompilationException'
    }

    It 'has its diagnostics and nothing of the compiler''s, in <_>' -ForEach 'DetailedView', 'Get-Error' {
        # DetailedView shows the last error, whatever the record.
        $last = Get-Failure { cs "int a = 1;`n  a + nowhere" }
        $text = if ($_ -eq 'Get-Error') { Get-Error | Out-String -Width 200 } else { (Show-Error $last $_) -join "`n" }
        $text | Should -BeLike '*Type*: AsyncCSharp.CSharpCompilationException*Diagnostics*Id*: CS0103*SourceLine :   a + nowhere*'
        $text | Should -Not -Match 'AsyncCSharp\.Engine|Microsoft\.CodeAnalysis'
    }

    It 'is an exception that shows nothing of the compiler' {
        $exception = $failure.Exception
        "$($exception.StackTrace) $($exception.TargetSite.DeclaringType) $($exception.Source)" | Should -Not -Match 'AsyncCSharp\.Engine|Microsoft\.CodeAnalysis'
        $exception.InnerException | Should -BeNullOrEmpty
    }
}

Describe 'A cell that throws' {
    BeforeAll {
        Reset-CSharpSession
        $failure = Get-Failure { cs "int a = 1;`nthrow new FormatException(`"bad`");" }
    }

    It 'is shown with its line and the place of the call, in ConciseView' {
        $lines = Show-Error $failure ConciseView
        $lines[0] | Should -Match '^Invoke-CSharpCell: Cell\[1\] \(.*ErrorViews\.Tests\.ps1:\d+\)$'
        $lines[1..3] | Should -Be 'Line |', '   2 | throw new FormatException("bad");', '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ bad (Cell[1]:line 2)'
        $lines | Should -HaveCount 4
    }

    It 'is marked from the statement that failed on' {
        $lines = Show-Error (Get-Failure { cs 'var a = 1;   throw new FormatException("bad");' }) ConciseView
        $lines[3] | Should -BeLike '     |              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ bad*'
    }

    It 'is shown with the line of the cell or file whose code failed' {
        cs "void Deep()`n{`n    throw new FormatException(`"deep`");`n}"
        $deep = Get-Failure { cs "int b = 1;`nDeep();" }
        "$deep" | Should -Match '^deep \(Cell\[\d+\]:line 3\)$'
        (Show-Error $deep ConciseView)[2] | Should -Be '   3 | throw new FormatException("deep");'
        Set-Content "$TestDrive/fails.csx" "int c = 1;`nint.Parse(`"x`");"
        $file = Get-Failure { cs -Path "$TestDrive/fails.csx" }
        "$file" | Should -Match 'fails\.csx:line 2\)$'
        (Show-Error $file ConciseView)[2] | Should -Be '   2 | int.Parse("x");'
        $null = 1, 2 | cs 'await Task.Yield(); throw new FormatException("each");' -ThrottleLimit 2 -ErrorVariable failed -ErrorAction SilentlyContinue
        "$($failed[0])" | Should -Match 'each \(Cell\[\d+\]:line 1\)\s+await Task\.Yield\(\); throw'
    }

    It 'has a place where <Case> has thrown' -ForEach @(
        @{ Case = 'what reflection called'; Code = "int a = 1;`ntypeof(int).GetMethod(""Parse"", new[] { typeof(string) }).Invoke(null, new object[] { ""x"" });" }
        @{ Case = 'a task that was waited for'; Code = "int a = 1;`nFile.ReadAllTextAsync(""/no/such/file"").Wait();" }
    ) {
        "$(Get-Failure { cs $Code })" | Should -Match '\(Cell\[\d+\]:line 2\)$'
    }

    It 'says the cause that <Case> hides' -ForEach @(
        @{ Case = 'a static constructor'; Code = 'static class T { public static int X = int.Parse("zz"); } T.X' }
        @{ Case = 'a static constructor in another'; Code = 'static class A { public static int X = int.Parse("zz"); } static class B { public static int Y = A.X; } B.Y' }
        @{ Case = 'a static constructor in a task'; Code = 'static class T { public static int X = int.Parse("zz"); } Task.WhenAll(Task.Run(() => T.X), Task.Run(() => throw new Exception("b"))).Wait();' }
        @{ Case = 'a library that says so'; Code = 'throw new InvalidOperationException("Failed, see the inner exception.", new FormatException("The input string ''zz'' was not in a correct format."));' }
    ) {
        $failure = Get-Failure { cs $Code }
        "$failure" | Should -BeLike "*FormatException: The input string 'zz' was not in a correct format.*(Cell*:line 1)"
    }

    It 'has no line that is folded or torn, in a script at a narrow terminal' {
        Set-Content "$TestDrive/narrow.ps1" @"
$(Get-ImportText)
cs 'throw new InvalidOperationException("a message that is long enough to be wrapped, which is done where words end");'
cs 'var wrong = nowhere + "a text that is long enough for the line of source to be wider than any terminal";'
Write-Output a | cs 'throw new InvalidOperationException("of an object");'
"@
        $text = (Invoke-ChildShell "& '$TestDrive/narrow.ps1' 2>&1 | Out-String -Width 80").Output.Replace("`r", '')
        $text | Should -BeLike '*| throw new InvalidOperationException("a message that is long enough to be wrapped, which is done where words end");*'
        $text | Should -BeLike "*| Cell``[2``](1,13): error CS0103: The name 'nowhere' does not exist in the current context*"
        $text | Should -Not -Match '\| +\||\d \|.*\d \||\| *\n\w'
    }

    It 'has the frames of cells in its stack trace, and none of what runs them: <Code>' -ForEach @(
        @{ Code = 'throw new FormatException("bad");' }
        @{ Code = 'await Task.Delay(1); throw new FormatException("bad");' }
        @{ Code = 'await Task.Run(() => throw new FormatException("bad"));' }
        @{ Code = 'int.Parse("x");' }
    ) {
        $trace = (Get-Failure { cs $Code }).Exception.StackTrace
        $trace | Should -Match 'in Cell\[\d+\]:line 1'
        $trace | Should -Not -Match 'AsyncCSharp\.'
    }

    It 'has its message and id, in NormalView' {
        $lines = Show-Error $failure NormalView
        $lines[0] | Should -Match '^cs : bad \(Cell\[1\]:line 2\)'
        $lines[-1] | Should -Be '+ FullyQualifiedErrorId : CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'is named by the category and the exception''s type, in CategoryView' {
        Show-Error (Get-Failure { cs 'throw new FormatException("x");' }) CategoryView |
            Should -Be 'InvalidData: (throw new FormatException("x");:String) [Invoke-CSharpCell], FormatException'
    }

    It 'has the cell''s stack trace, in <_>' -ForEach 'DetailedView', 'Get-Error' {
        $last = Get-Failure { cs "int a = 1;`nthrow new FormatException(`"bad`");" }
        $text = if ($_ -eq 'Get-Error') { Get-Error | Out-String -Width 200 } else { (Show-Error $last $_) -join "`n" }
        $text | Should -BeLike '*Type*: System.FormatException*at Submission_*in Cell`[*`]:line 2*'
    }

    It 'shows inner exceptions with Get-Error' {
        $text = Get-Failure { cs 'throw new InvalidOperationException("outer", new FormatException("inner"));' } | Get-Error | Out-String
        $text | Should -BeLike '*Type*: System.InvalidOperationException*InnerException*Type*: System.FormatException*Message*: inner*'
    }

    It 'names the object that it was run for' {
        $null = 5 | cs 'throw new FormatException("bad");' -ErrorVariable failed -ErrorAction SilentlyContinue
        Show-Error $failed[0] CategoryView | Should -Be 'InvalidData: (5:Int32) [Invoke-CSharpCell], FormatException'
    }
}

Describe 'Other errors' {
    It '<Id> is readable in every view' -ForEach @(
        @{ Id = 'CellTimeout'; Fail = { cs 'await Task.Delay(-1);' -TimeoutSeconds 0.1 }; Says = 'did not end within 0.1 s'; Category = 'OperationTimeout: (await Task.Delay(-1);:String) [Invoke-CSharpCell], CellTimeoutException' }
        @{ Id = 'SessionNotFound'; Fail = { cs '1' -Session nowhere }; Says = "no session 'nowhere'"; Category = 'ObjectNotFound: (nowhere:String) [Invoke-CSharpCell], InvalidOperationException' }
        @{ Id = 'ReferenceNotFound'; Fail = { cs '#r "nowhere.dll"' }; Says = "reference 'nowhere.dll' was not found"; Category = 'ObjectNotFound: (#r "nowhere.dll":String) [Invoke-CSharpCell], InvalidOperationException' }
        @{ Id = 'UnknownRunner'; Fail = { Set-AutoAwait nowhere }; Says = 'nowhere'; Category = 'ObjectNotFound: (nowhere:String) [Set-AutoAwait], InvalidOperationException' }
        @{ Id = 'AutoAwaitOff'; Fail = { Set-AutoAwait Off; try { cs 'await Task.Yield();' } finally { Set-AutoAwait On } }; Says = 'Set-AutoAwait'; Category = 'ParserError: (await Task.Yield();:String) [Invoke-CSharpCell], InvalidOperationException' }
        @{ Id = 'TaskTimeout'; Fail = { await ([Threading.Tasks.TaskCompletionSource]::new().Task) -TimeoutSeconds 0.1 -ErrorAction Stop }; Says = '0.1 s'; Category = 'OperationTimeout: (*) [Receive-Task], TimeoutException' }
    ) {
        $failure = Get-Failure $Fail
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,AsyncCSharp.Commands.*"
        (Show-Error $failure ConciseView) -join ' ' | Should -BeLike "*$Says*"
        Show-Error $failure NormalView | Select-Object -Last 1 | Should -BeLike "+ FullyQualifiedErrorId : $Id,*"
        Show-Error $failure CategoryView | Should -BeLike ($Category -replace '[][]', '`$0')
        $text = $failure | Get-Error | Out-String -Width 200
        $text | Should -BeLike "*$Id,AsyncCSharp.Commands.*"
        $text | Should -Not -Match 'AsyncCSharp\.Engine'
        $failure.Exception.GetType().IsPublic | Should -BeTrue
    }
}
