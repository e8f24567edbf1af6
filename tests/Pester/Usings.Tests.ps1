BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe '-Using' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterEach {
        Get-CSharpSession | Where-Object Name -ne 'Default' | Remove-CSharpSession
    }

    Context 'takes what a using directive takes' {
        BeforeDiscovery {
            $forms = @(
                @{ Using = 'System.Xml'; Code = 'new XmlDocument() is not null' }
                @{ Using = ' System.Xml '; Code = 'new XmlDocument() is not null' }
                @{ Using = "System.Xml`t"; Code = 'new XmlDocument() is not null' }
                @{ Using = 'global::System.Xml'; Code = 'new XmlDocument() is not null' }
                @{ Using = 'System . Xml'; Code = 'new XmlDocument() is not null' }
                @{ Using = '@System.Xml'; Code = 'new XmlDocument() is not null' }
                @{ Using = 'System.Xml /* a comment */'; Code = 'new XmlDocument() is not null' }
                @{ Using = 'static System.Math'; Code = 'Max(1, 2) == 2' }
                @{ Using = 'static  global::System.Math '; Code = 'Max(1, 2) == 2' }
                @{ Using = 'M = System.Math'; Code = 'M.Max(1, 2) == 2' }
                @{ Using = 'X = System.Xml'; Code = 'new X.XmlDocument() is not null' }
                @{ Using = 'Numbers = System.Collections.Generic.List<int>'; Code = 'new Numbers { 1 }.Count == 1' }
                @{ Using = 'Pair = (int Left, int Right)'; Code = '((Pair)(1, 2)).Right == 2' }
                @{ Using = 'Bytes = byte[]'; Code = 'typeof(Bytes) == typeof(byte[])' }
                @{ Using = 'Pointer = int*'; Code = 'unsafe { Pointer p = null; return p == null; }' }
                @{ Using = 'unsafe Pointer = int*'; Code = 'unsafe { Pointer p = null; return p == null; }' }
            )
        }

        It 'of Add-CSharpReference: <Using>' -ForEach $forms {
            Add-CSharpReference -Using $Using
            Invoke-CSharpCell $Code | Should -BeTrue
            Invoke-CSharpCell '1 + 1' | Should -Be 2
            Invoke-CSharpCell "namespace N { class C { } }`
new N.C() is not null" | Should -BeTrue
        }

        It 'of New-CSharpSession, also after a reset: <Using>' -ForEach $forms {
            $session = New-CSharpSession -Using $Using
            Invoke-CSharpCell $Code -Session $session | Should -BeTrue
            Reset-CSharpSession $session
            Invoke-CSharpCell $Code -Session $session | Should -BeTrue
        }

        It 'several, and one that needs the one before' {
            Add-CSharpReference -Using 'static System.Math', 'System.Xml', 'X = System.Xml.XmlDocument', 'Xs = System.Collections.Generic.List<System.Xml.XmlDocument>'
            Invoke-CSharpCell 'new Xs { new X() }.Count + Abs(-1)' | Should -Be 2
        }

        It 'the types of the session' {
            Invoke-CSharpCell 'namespace Shop { public static class Prices { public static int Of(string s) => s.Length; } }'
            Add-CSharpReference -Using 'static Shop.Prices'
            Invoke-CSharpCell 'Of("abc")' | Should -Be 3
        }

        It 'again and again' {
            1..3 | ForEach-Object { Add-CSharpReference -Using 'static System.Math', 'M = System.Math' }
            Invoke-CSharpCell 'Max(1, 2) + M.Min(1, 2)' | Should -Be 3
        }
    }

    Context 'refuses the rest, and changes nothing' {
        BeforeDiscovery {
            $wrong = @(
                'No.Such.Namespace'
                'static No.Such.Type'
                'static System.Xml'
                'X = No.Such.Type'
                'System.Math'
                'System.Xml;'
                'System.Xml; int injected = 5'
                'System.Xml; using System.Net'
                'using System.Xml'
                'System.'
                '1 + 1'
                'System.Xml // a comment'
                "System.Xml`
;int injected = 5"
                "System.Xml`
#if false"
                'var x = new MemoryStream()'
                '(var x = new MemoryStream()) { }'
                ' '
            )
        }

        It 'of Add-CSharpReference: <_>' -ForEach $wrong {
            $failure = { Add-CSharpReference -Using 'System.Xml', 'static System.Math', $_ } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.CategoryInfo.Category | Should -Be 'ParserError'
            Invoke-CSharpCell '1 + 1' | Should -Be 2
            { Invoke-CSharpCell 'Abs(-1)' } | Should -Throw -ErrorId 'CompilationFailed,*'
            { Invoke-CSharpCell 'new XmlDocument()' } | Should -Throw -ErrorId 'CompilationFailed,*'
            { Invoke-CSharpCell 'injected' } | Should -Throw -ErrorId 'CompilationFailed,*'
        }

        It 'and says what to write in the place of a whole directive: <Text>' -ForEach @(
            @{ Text = 'using System.Xml'; Instead = 'System.Xml' }
            @{ Text = 'using System.Xml;'; Instead = 'System.Xml' }
            @{ Text = ' global using  static  System.Math ;'; Instead = 'static System.Math' }
            @{ Text = 'using X = System.Xml.XmlDocument'; Instead = 'X = System.Xml.XmlDocument' }
        ) {
            $failure = { Add-CSharpReference -Using $Text } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.Exception.Diagnostics.Message | Should -BeLike "*Leave out ""using"" and the semicolon: '$Instead'"
            Add-CSharpReference -Using $Instead
        }

        It 'of New-CSharpSession: <_>' -ForEach $wrong {
            { New-CSharpSession Refused -Using 'System.Xml', $_ } | Should -Throw -ErrorId 'CompilationFailed,*'
            Get-CSharpSession | Should -HaveCount @(Get-CSharpSession Default).Count
        }

        It 'nor adds the reference that came with it' {
            $path = Join-Path $TestDrive 'UsingsSpec.dll'
            Add-Type -TypeDefinition 'namespace UsingsSpec { public class Thing { } }' -OutputAssembly $path
            { Add-CSharpReference $path -Using No.Such.Namespace } | Should -Throw -ErrorId 'CompilationFailed,*'
            { Invoke-CSharpCell 'new UsingsSpec.Thing()' } | Should -Throw -ErrorId 'CompilationFailed,*'
            Add-CSharpReference $path -Using UsingsSpec
            Invoke-CSharpCell 'new Thing() is not null' | Should -BeTrue
        }
    }
}

Describe 'A variable of the name Input' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'does not hide the object of a later pipeline: <Name>' -ForEach @(
        @{ Name = 'a number'; Object = 7; Code = 'Input + 1'; Expected = 8 }
        @{ Name = 'an object without a type'; Object = [pscustomobject]@{ A = 7 }; Code = 'Input.A + 1'; Expected = 8 }
    ) {
        $null = Invoke-CSharpCell 'string Input = "mine";'
        $Object | Invoke-CSharpCell $Code | Should -Be $Expected
        Invoke-CSharpCell $Code -InputObject $Object | Should -Be $Expected
        Invoke-CSharpCell 'Input' | Should -Be 'mine'
    }

    It 'does not hide objects of several types' {
        Set-CSharpVariable Input 5
        1, 'two', 3.0, $null, [pscustomobject]@{ A = 7 } | Invoke-CSharpCell '((object)Input)?.GetType().Name ?? "null"' |
            Should -Be 'Int32', 'String', 'Double', 'null', 'PSObject'
    }

    It 'is meant by the cell that declares it' {
        1..2 | Invoke-CSharpCell 'int Input = 5; Input' | Should -Be 5, 5
        1..2 | Invoke-CSharpCell 'Input' | Should -Be 1, 2
    }

    It 'of the call is meant' {
        1 | Invoke-CSharpCell 'Input' -Variable @{ Input = 5 } | Should -Be 5
        1 | Invoke-CSharpCell 'Input' | Should -Be 1
    }
}
