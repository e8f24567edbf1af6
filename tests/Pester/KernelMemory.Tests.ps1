# What a kernel has of memory when nothing is asked of it. A kernel of its own, which nobody else uses.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/KernelClient.ps1"
    $kernel = Start-TestKernel $TestDrive
}

AfterAll {
    Stop-TestKernel $kernel
}

Describe 'The memory of a kernel' {
    It 'is given back soon after a cell, without another one' {
        function Get-WorkingSet { $kernel.Process.Refresh(); $kernel.Process.WorkingSet64 / 1MB }
        $null = Invoke-KernelCell $kernel '1'

        # In arrays that are not large ones, and survive until the end: a collection in the cell itself would leave the room.
        $null = Invoke-KernelCell $kernel '{ var all = new List<byte[]>(); for (int i = 0; i < 4000; i++) { var part = new byte[10_000]; Array.Fill(part, (byte)1); all.Add(part); } GC.KeepAlive(all); }'
        $before = Get-WorkingSet
        Wait-Until { (Get-WorkingSet) -lt $before - 30 }
        Get-WorkingSet | Should -BeLessThan ($before - 30)
        Get-KernelResult (Invoke-KernelCell $kernel '6 * 7') | Should -Be '42'
    }
}
