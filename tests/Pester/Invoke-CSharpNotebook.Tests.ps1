BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # Writes a notebook of code cells; a hashtable is a cell as it is.
    function New-TestNotebook([string]$Name, [object[]]$Cells) {
        $nodes = foreach ($cell in $Cells) {
            if ($cell -is [string]) { @{ cell_type = 'code'; metadata = @{}; source = $cell; outputs = @(); execution_count = $null } } else { $cell }
        }
        $path = [IO.Path]::Combine($TestDrive, $Name)
        [IO.File]::WriteAllText($path, (ConvertTo-Json @{ nbformat = 4; nbformat_minor = 5; metadata = @{ mine = 1 }; cells = @($nodes) } -Depth 20))
        $path
    }

    function Read-TestNotebook([string]$Path) { [IO.File]::ReadAllText($Path) | ConvertFrom-Json -AsHashtable }
}

Describe 'Invoke-CSharpNotebook' {
    It 'runs the cells, and writes what they have shown' {
        $path = New-TestNotebook 'all.ipynb' @(
            @{ cell_type = 'markdown'; metadata = @{}; source = '# Title' }
            "Console.WriteLine(""text"");`nConsole.Error.WriteLine(""error"");"
            'await Task.Yield(); new { A = 1, B = 2 }'
            "#!pwsh`n'from PowerShell'"
            'var shown = Display.Text("first"); shown.Update("second"); Display.Html("<b>x</b>");'
            'Console.WriteLine("gone"); Display.Clear(); Console.WriteLine("stays");'
        )
        $target = [IO.Path]::Combine($TestDrive, 'out.ipynb')
        $written = Invoke-CSharpNotebook $path -OutputPath $target
        $written | Should -BeOfType ([IO.FileInfo])
        $written.FullName | Should -Be $target
        $notebook = Read-TestNotebook $target
        $notebook.metadata.mine | Should -Be 1
        $cells = @($notebook.cells)
        $cells[0].source | Should -Be '# Title'
        $cells[0].Contains('outputs') | Should -BeFalse
        $cells.execution_count | Should -Be @(1..5)
        $cells[1].outputs.name | Should -Be 'stdout', 'stderr'
        $cells[1].outputs.text | Should -Be "text`n", "error`n"
        $cells[2].outputs[0].output_type | Should -Be 'execute_result'
        $cells[2].outputs[0].data['text/plain'] | Should -Be "A B`n- -`n1 2"
        $cells[3].outputs[0].text | Should -Be "from PowerShell`n"
        $cells[4].outputs[0].data['text/plain'] | Should -Be 'second'
        $cells[4].outputs[0].Contains('transient') | Should -BeFalse
        $cells[4].outputs[1].data['text/html'] | Should -Be '<b>x</b>'
        @($cells[5].outputs).text | Should -Be "stays`n"
    }

    It 'ends with the first cell that fails, and says which it was' {
        $path = New-TestNotebook 'failing.ipynb' '1', 'throw new InvalidOperationException("boom");', '3'
        $target = [IO.Path]::Combine($TestDrive, 'failed.ipynb')
        $null = Invoke-CSharpNotebook $path -OutputPath $target -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'NotebookFailed,AsyncCSharp.Commands.InvokeCSharpNotebookCommand'
        $problem.CategoryInfo.Category | Should -Be 'InvalidResult'
        "$problem" | Should -Match 'code cell 2: InvalidOperationException: boom'
        $cells = @((Read-TestNotebook $target).cells)
        $cells[1].outputs[0].output_type | Should -Be 'error'
        $cells[1].outputs[0].ename | Should -Be 'InvalidOperationException'
        $cells[2].outputs | Should -BeNullOrEmpty
    }

    It 'goes on behind a cell that may fail, and leaves out one that is not to be run, as their tags say' {
        function New-Tagged([string]$Source, [object[]]$Tags) { @{ cell_type = 'code'; metadata = @{ tags = $Tags }; source = $Source; outputs = @(@{ output_type = 'stream'; name = 'stdout'; text = 'old' }); execution_count = 7 } }
        $path = New-TestNotebook 'tags.ipynb' (New-Tagged 'throw new InvalidOperationException("wanted");' 5, 'raises-exception'), (New-Tagged 'throw new Exception("left out");' 'skip-execution'), '"went on"'
        $target = [IO.Path]::Combine($TestDrive, 'tags-out.ipynb')
        $null = Invoke-CSharpNotebook $path -OutputPath $target -ErrorAction Stop
        $cells = @((Read-TestNotebook $target).cells)
        $cells[0].outputs[0].evalue | Should -BeLike 'wanted*'
        $cells[1].outputs.text | Should -Be 'old'
        $cells[2].outputs[0].data['text/plain'] | Should -Be 'went on'
    }

    It 'sets parameters behind the cell that is marked for them' {
        $path = New-TestNotebook 'parameters.ipynb' @(
            @{ cell_type = 'code'; metadata = @{ tags = @('parameters') }; source = @("int n = 1;`n", 'var name = "a";'); outputs = @() }
            '$"{n} {name}"'
        )
        $target = [IO.Path]::Combine($TestDrive, 'set.ipynb')
        $null = Invoke-CSharpNotebook $path @{ n = 5 } -OutputPath $target
        @((Read-TestNotebook $target).cells)[1].outputs[0].data['text/plain'] | Should -Be '5 a'
    }

    It 'warns of a parameter that the cell for them has no variable for, and sets it: <Name>' -ForEach @(
        @{ Name = 'none of that name'; Given = @{ m = 5 }; Says = 'm'; Shown = '1 5' }
        @{ Name = 'one in other letters'; Given = @{ N = 5; m = 2 }; Says = 'N', 'm'; Shown = '1 2' }
        @{ Name = 'all are there'; Given = @{ n = 5 }; Says = @(); Shown = '5 0' }
    ) {
        $path = New-TestNotebook 'unknown.ipynb' @(
            @{ cell_type = 'code'; metadata = @{ tags = @('parameters') }; source = 'int n = 1;'; outputs = @() }
            $(if ($Given.Contains('m')) { '$"{n} {m}"' } else { '$"{n} 0"' })
        )
        $target = [IO.Path]::Combine($TestDrive, 'unknown-out.ipynb')
        $null = Invoke-CSharpNotebook $path $Given -OutputPath $target -WarningVariable said 3>$null
        @((Read-TestNotebook $target).cells)[1].outputs[0].data['text/plain'] | Should -Be $Shown
        $said.Count | Should -Be @($Says).Count
        foreach ($one in $Says) { "$said" | Should -BeLikeExactly "*no variable '$one'*" }
    }

    It 'says nothing of parameters without a cell that is marked, or where it is left out' {
        $path = New-TestNotebook 'unmarked.ipynb' 'm'
        Invoke-CSharpNotebook $path @{ m = 5; more = 6 } -ErrorAction Stop -WarningVariable said 3>$null
        $said | Should -BeNullOrEmpty
        $path = New-TestNotebook 'skipped.ipynb' @(@{ cell_type = 'code'; metadata = @{ tags = @('parameters', 'skip-execution') }; source = 'int m = 1;'; outputs = @() }; 'm')
        Invoke-CSharpNotebook $path @{ m = 5 } -ErrorAction Stop -WarningVariable said 3>$null
        $said | Should -BeNullOrEmpty
    }

    It 'sets each parameter behind the cell that has it, where several are marked' {
        $path = New-TestNotebook 'several.ipynb' @(
            @{ cell_type = 'code'; metadata = @{ tags = @('parameters') }; source = 'int n = 1;'; outputs = @() }
            @{ cell_type = 'code'; metadata = @{ tags = @('parameters') }; source = 'int m = n;'; outputs = @() }
            '$"{n} {m}"'
        )
        $target = [IO.Path]::Combine($TestDrive, 'several-out.ipynb')
        $null = Invoke-CSharpNotebook $path @{ n = 5; m = 6 } -OutputPath $target -WarningVariable said 3>$null
        @((Read-TestNotebook $target).cells)[2].outputs[0].data['text/plain'] | Should -Be '5 6'
        $said | Should -BeNullOrEmpty
    }

    It 'sets the variables of PowerShell where the cell for them is one of PowerShell' {
        $path = New-TestNotebook 'shell.ipynb' @(
            @{ cell_type = 'code'; metadata = @{ tags = @('parameters') }; source = "#!pwsh`n`$month = 1; `$other = 2"; outputs = @() }
            "#!pwsh`n`"`$month `$other `$more`""
        )
        $target = [IO.Path]::Combine($TestDrive, 'shell-out.ipynb')
        $null = Invoke-CSharpNotebook $path @{ month = 7; more = 8 } -OutputPath $target -WarningVariable said 3>$null
        @((Read-TestNotebook $target).cells)[1].outputs[0].text | Should -BeLike '7 2 8*'
        $said | Should -HaveCount 1
        "$said" | Should -BeLike "*no variable 'more'*"
    }

    It 'sets parameters before all cells where none is marked, and hands over the objects themselves' {
        $list = [Collections.Generic.List[int]]@(1)
        Invoke-CSharpNotebook (New-TestNotebook 'live.ipynb' 'list.Add(2);') -Parameter @{ list = $list }
        $list | Should -Be 1, 2
    }

    It 'fails where a parameter has no name that C# can write' {
        $path = New-TestNotebook 'names.ipynb' '1'
        $null = Invoke-CSharpNotebook $path -Parameter @{ 'a b' = 1 } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'NotebookFailed,AsyncCSharp.Commands.InvokeCSharpNotebookCommand'
        "$problem" | Should -Match "'a b' was not set"
    }

    It 'has a runspace of its own, in the folder of the notebook' {
        $null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($TestDrive, 'sub'))
        Invoke-CSharpCell 'var ofCaller = 1;'
        $path = New-TestNotebook 'sub/own.ipynb' 'Shell.Invoke("(Get-Location).Path")[0].ToString()', 'ofCaller'
        $target = [IO.Path]::Combine($TestDrive, 'own.ipynb')
        $null = Invoke-CSharpNotebook $path -OutputPath $target -ErrorVariable problem -ErrorAction SilentlyContinue
        @((Read-TestNotebook $target).cells)[0].outputs[0].data['text/plain'] | Should -BeLike '*sub'
        "$problem" | Should -Match 'CS0103'
        Invoke-CSharpCell 'ofCaller' | Should -Be 1
    }

    It 'asks nobody' {
        Invoke-CSharpNotebook (New-TestNotebook 'asking.ipynb' 'Shell.Invoke("Read-Host");') -ErrorVariable problem -ErrorAction SilentlyContinue
        "$problem" | Should -Match 'does not allow a cell to ask'
    }

    It 'runs all files of a pipeline, and nothing with -WhatIf' {
        $first = New-TestNotebook 'one.ipynb' '1'
        $second = New-TestNotebook 'two.ipynb' 'throw new Exception("of two");'
        Get-Item $second, $first | Invoke-CSharpNotebook -ErrorVariable problem -ErrorAction SilentlyContinue
        @($problem).Count | Should -Be 1
        $second | Invoke-CSharpNotebook -WhatIf
    }

    It 'stops' {
        $path = New-TestNotebook 'endless.ipynb' 'Shell.Invoke("param($n) [IO.File]::WriteAllText($n, ''x'')", [begun]); while (true);'
        $begun = [IO.Path]::Combine($TestDrive, 'begun')
        $shell = New-TestShell
        try {
            $null = $shell.Commands.Clear()
            $null = $shell.AddCommand('Invoke-CSharpNotebook').AddParameter('Path', $path).AddParameter('Parameter', @{ begun = $begun })
            $running = $shell.BeginInvoke()
            Wait-Until { [IO.File]::Exists($begun) }
            $begun | Should -Exist
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }

    It 'takes no file that is no notebook: <_>' -ForEach '{', '[]', '{"nbformat": 3, "worksheets": []}', '{"nbformat": 4}', '{"nbformat": 4, "cells": [1]}', '{"nbformat": 4, "cells": [{"cell_type": "code", "source": 5}]}', '{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["1", 2]}]}', '{"nbformat": 4, "cells": [{"cell_type": 5, "source": "1"}]}', '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\ud800"}]}', '{"nbformat": 4, "metadata": "x", "cells": []}', '{"nbformat": 4, "cells": [], "cells": []}' {
        $path = [IO.Path]::Combine($TestDrive, 'wrong.ipynb')
        [IO.File]::WriteAllText($path, $_)
        $problem = { Invoke-CSharpNotebook $path } | Should -Throw -ErrorId 'InvalidNotebook,AsyncCSharp.Commands.InvokeCSharpNotebookCommand' -PassThru
        $problem.CategoryInfo.Category | Should -Be 'InvalidData'
    }

    It 'runs a notebook of .NET Interactive as it is: <Kernel>' -ForEach @(
        @{ Kernel = '.net-csharp'; Cells = 'using Microsoft.DotNet.Interactive; display(HTML("<b>x</b>")); var d = 1.Display(); d.Update(2);', '<i>y</i>', "#!value --name kept`ntext", "#!share --from value kept`nkept" }
        @{ Kernel = '.net-powershell'; Cells = 'Out-Display "<b>x</b>" text/html; 2 | display', '<i>y</i>', "#!value --name kept`ntext", "#!share --from value kept`n`$kept" }
    ) {
        $nodes = foreach ($source in $Cells) { @{ cell_type = 'code'; metadata = @{}; source = $source; outputs = @(); execution_count = $null } }
        $nodes[1].metadata = @{ polyglot_notebook = @{ kernelName = 'html' } }
        $path = [IO.Path]::Combine($TestDrive, 'interactive.ipynb')
        [IO.File]::WriteAllText($path, (ConvertTo-Json @{ nbformat = 4; nbformat_minor = 5; metadata = @{ kernelspec = @{ name = $Kernel; display_name = 'x' } }; cells = $nodes } -Depth 20))
        $target = [IO.Path]::Combine($TestDrive, 'interactive-out.ipynb')
        $null = Invoke-CSharpNotebook $path -OutputPath $target -ErrorAction Stop
        $outputs = @((Read-TestNotebook $target).cells.outputs)
        $outputs[0].data['text/html'] | Should -Be '<b>x</b>'
        $outputs[1].data['text/plain'] | Should -Be '2'
        $outputs[2].data['text/html'] | Should -Be '<i>y</i>'
        "$($outputs[3].text)$($outputs[3].data?['text/plain'])".Trim() | Should -Be 'text'
    }
}
