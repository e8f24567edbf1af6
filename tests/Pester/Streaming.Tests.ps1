BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Streaming' {
    BeforeAll {
        cs @'
int made = 0;
int disposed = 0;
IEnumerable<int> Lazy(int n)
{
    try { for (int i = 1; i <= n; i++) { made = i; yield return i; } }
    finally { disposed++; }
}
async IAsyncEnumerable<int> Async(int n, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
{
    try { for (int i = 1; i <= n; i++) { if (i % 2 == 0) await Task.Yield(); made = i; yield return i; } }
    finally { disposed++; }
}
'@
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'has an item of <Source> in the pipeline before the next is made' -ForEach @(@{ Source = 'Lazy' }, @{ Source = 'Async' }) {
        $ahead = cs "$Source(5)" | ForEach-Object { (Get-CSharpVariable made -ValueOnly) - $_ }
        $ahead -join ',' | Should -Be '0,0,0,0,0'
    }

    It 'ends and disposes <Source> when downstream has enough' -ForEach @(@{ Source = 'Lazy' }, @{ Source = 'Async' }) {
        cs 'disposed = 0;'
        foreach ($once in 1) {
            cs "$Source(1000000)" | ForEach-Object { if ($_ -eq 3) { break } }
        }

        cs 'disposed' | Should -Be 1
        cs 'made' | Should -Be 3
    }

    It 'gives all of a sequence of LINQ' {
        @(cs 'Enumerable.Range(1, 1000)').Count | Should -Be 1000
        @(cs 'Enumerable.Range(1, 1000).Where(x => x % 2 == 0)').Count | Should -Be 500
    }

    It 'streams a million items of <Source> in constant memory' -ForEach @(@{ Source = 'Lazy' }, @{ Source = 'Async' }) {
        $before = [GC]::GetTotalMemory($true)
        $count = 0
        cs "$Source(1000000)" | ForEach-Object -Process { $count++ }
        $count | Should -Be 1000000
        [GC]::GetTotalMemory($true) - $before | Should -BeLessThan 30000000
    }
}
