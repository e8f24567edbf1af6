# Types of libraries that a session refers to, as types of PowerShell. Text that names one keeps what it has found, so the specs
# have it read anew.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Libraries.ps1"
    . "$PSScriptRoot/PackageFeed.ps1"
    New-Library "$TestDrive/ShopBase.dll" 'namespace ShopBase { public class ShopException : System.Exception { public ShopException(string m) : base(m) { } } }'
    New-Library "$TestDrive/Shop.dll" -References "$TestDrive/ShopBase.dll" '
        namespace Shop
        {
            public class StockException : ShopBase.ShopException { public StockException(string m) : base(m) { } }
            public class Item { public int Count { get; set; } = 3; public static void Sell() => throw new StockException("nothing left"); }
            public enum Kind { Book, Game }
        }'
    $directive = "#r ""$TestDrive/Shop.dll"""

    function Invoke-Text([string]$Text) { & ([scriptblock]::Create($Text)) }
}

Describe 'Types of a library that a session refers to' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'are PowerShell types at once: <Way>' -ForEach @(
        @{ Way = 'Add-CSharpReference'; Run = { Add-CSharpReference -Path "$TestDrive/Shop.dll" } }
        @{ Way = 'a cell'; Run = { Invoke-CSharpCell "$directive`n1" } }
        @{ Way = 'a new session'; Run = { New-CSharpSession shop -Reference "$TestDrive/Shop.dll" } }
    ) {
        $null = & $Run
        try {
            Invoke-Text '[Shop.Item]::new().Count' | Should -Be 3
            Invoke-Text '[Shop.Kind]::Game' | Should -Be Game
            Invoke-Text 'using namespace Shop; [Item[]]$items = @([Item]::new()); $items.GetType().FullName' | Should -BeExactly 'Shop.Item[]'
            Invoke-Text '[Collections.Generic.List[Shop.Item]]::new().Count' | Should -Be 0
        }
        finally {
            Get-CSharpSession | Where-Object Name -EQ shop | Remove-CSharpSession
        }
    }

    It 'are what catch names, also those of what the library needs' {
        Invoke-Text "try { Invoke-CSharpCell '$directive`nShop.Item.Sell()' } catch [Shop.StockException] { 'stock: ' + `$_.Exception.Message }" | Should -BeExactly 'stock: nothing left'
        Invoke-Text "try { Invoke-CSharpCell 'Shop.Item.Sell()' } catch [ShopBase.ShopException] { 'shop: ' + `$_.Exception.Message }" | Should -BeExactly 'shop: nothing left'
        { Invoke-CSharpCell 'Shop.Item.Sell()' } | Should -Throw -ExceptionType (Invoke-Text '[Shop.StockException]')
    }

    It 'are types of parameters' {
        Add-CSharpReference -Path "$TestDrive/Shop.dll"
        $count = Invoke-Text 'param() { param([Shop.Item]$Item, [Shop.Kind]$Kind) "$($Item.Count) $Kind" }'
        & $count (Invoke-CSharpCell 'new Shop.Item()') 'Game' | Should -BeExactly '3 Game'
        { & $count 'no item' Game } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
    }

    It 'are known to PowerShell code that a cell or a job calls' {
        Invoke-CSharpCell "$directive`nShell.Invoke(""[Shop.Item]::new().Count"")[0]" | Should -Be 3
        Invoke-CSharpCell 'Shell.Invoke("[Shop.Item]::new().Count")[0]' -AsJob | Receive-Job -Wait | Should -Be 3
        Get-Job | Where-Object Name -Like 'CSharp*' | Remove-Job
    }

    It 'are the session''s, where Add-Type loads the file again' {
        New-Library "$TestDrive/Twice.dll" 'namespace Twice { public class Inventory { public int Size = 42; } }'
        Add-CSharpReference -Path "$TestDrive/Twice.dll"
        Invoke-CSharpCell 'int SizeOf(Twice.Inventory inventory) => inventory.Size;'
        Add-Type -Path "$TestDrive/Twice.dll"
        $inventory = Invoke-Text '[Twice.Inventory]::new()'
        Invoke-CSharpCell 'SizeOf(inventory)' -Variable inventory | Should -Be 42
        Invoke-CSharpCell 'SizeOf((Twice.Inventory)Args[0])' -ArgumentList $inventory | Should -Be 42
    }

    It 'go with a reset, and are those of the new build' {
        foreach ($number in 1..3) {
            New-Library "$TestDrive/Built.dll" "namespace Built { public class Thing { public int Number => $number; } }"
            Reset-CSharpSession
            Invoke-Text "'Built.Thing' -as [type]" | Should -BeNullOrEmpty
            Add-CSharpReference -Path "$TestDrive/Built.dll"
            Invoke-Text '[Built.Thing]::new().Number' | Should -Be $number
            Invoke-CSharpCell '((Built.Thing)Args[0]).Number' -ArgumentList (Invoke-Text '[Built.Thing]::new()') | Should -Be $number
        }
    }

    It 'leave nothing in memory when the session is reset' {
        # Processes of their own: Pester keeps the text that it has run.
        $child = Invoke-ChildShell @"
            $(Get-ImportText)
            function Use-Types {
                Add-CSharpReference -Path '$TestDrive/Shop.dll'
                & ([scriptblock]::Create('[Shop.Item]::new().Count; ([Shop.Item]`$x = [Shop.Item]::new()).Count'))
            }
            Use-Types
            Reset-CSharpSession
            for (`$i = 0; `$i -lt 10 -and (Get-CSharpSession Default).HeldContexts; `$i++) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
            'held ' + (Get-CSharpSession Default).HeldContexts
"@
        $child.Output.Trim() -split '\n' | Should -Be '3', '3', 'held 0'
    }
}

Describe 'Types of a package that a session refers to' {
    BeforeAll {
        $work = "$TestDrive/work"
        New-PackageFolder $work @{ spec = "$TestDrive/feed" }
        New-LibraryPackage "$TestDrive/feed" SpecTyped 1.0.0 21
    }

    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'are PowerShell types: <Way>' -ForEach @(
        @{ Way = 'Add-CSharpReference'; Run = { Add-CSharpReference -Package SpecTyped } }
        @{ Way = 'a cell'; Run = { Invoke-CSharpCell "#r ""nuget: SpecTyped, 1.0.0""`n1" } }
    ) {
        Invoke-InFolder $work $Run
        Invoke-Text '[SpecTyped.Thing]::Answer()' | Should -Be 21
    }
}
