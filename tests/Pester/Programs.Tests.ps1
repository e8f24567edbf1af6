BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    New-LibraryPackage $feed SpecProgram 1.0.0 10
    New-LibraryPackage $feed SpecProgram 2.0.0 20
    $failed = 'AsyncCSharp.Commands.InvokeCSharpCellCommand'

    # Runs a text as a file-based program; gives what it printed, then its exit code.
    function Invoke-Program([string]$Code, [object[]]$Arguments = @(), [hashtable]$More = @{}) {
        Set-Content "$work/program.cs" $Code -NoNewline
        $printed = [Collections.Generic.List[object]]::new()
        $null = Invoke-CSharpCell -Path "$work/program.cs" -ArgumentList $Arguments @More -InformationVariable printed 6> $null
        "$printed"
        $LASTEXITCODE
    }
}

Describe 'A file-based program' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'has a first line for the shell, directives, statements, and types behind them' {
        Invoke-Program @'
#!/usr/bin/env dotnet
#:sdk Microsoft.NET.Sdk
#:package SpecProgram@1.0.0
#:property LangVersion=preview
#:property PublishAot=false

using SpecProgram;

using var stream = new MemoryStream();
await Task.Yield();
Console.WriteLine($"{Thing.Answer()} {args.Length} {args[0].Shout()} {new Point(1, 2)}");
return Sum(1, 2);

static int Sum(int a, int b) => a + b;
static class Texts { public static string Shout(this string text) => text.ToUpperInvariant(); }
record Point(int X, int Y);
'@ a, b | Should -Be '10 2 A Point { X = 1, Y = 2 }', 3
    }

    It 'has the class of its statements, where it is mentioned: <Code>' -ForEach @(
        @{ Code = 'Console.Write(typeof(Program).Name); return 4;' }
        @{ Code = 'var names = new List<Program>(); Console.Write(names.GetType().GenericTypeArguments[0].Name); return Of<Program>(); int Of<T>() => 4;' }
        @{ Code = 'using var m = new MemoryStream(); Console.Write(nameof(Program)); return new Other().V; class Other { public int V => typeof(Program).IsClass ? 4 : 5; }' }
        @{ Code = 'Console.Write(new Program().Text); return 4; partial class Program { public string Text => "Program"; }' }
        @{ Code = 'Console.Write(Program.Text); return 4; static class Program { public static string Text => "Program"; }' }
        @{ Code = 'var Program = "Program"; Console.Write(Program); return 4;' }
    ) {
        Invoke-Program $Code | Should -Be 'Program', 4
    }

    It 'has spans between its types' {
        Invoke-Program @'
var line = args[0];
ReadOnlySpan<char> span = line;
Span<Range> ranges = stackalloc Range[3];
Console.Write(new Counter().Count(span.Split(ranges, '-')));
return 4;
class Counter { public int Count(int ranges) => ranges; }
'@ a-b-c | Should -Be '3', 4
    }

    It 'refers to <Line>' -ForEach @(
        @{ Line = '#:package SpecProgram@1.0.0'; Answer = 10 }
        @{ Line = '#:package SpecProgram'; Answer = 20 }
        @{ Line = '#:package  SpecProgram @ 1.*'; Answer = 10 }
        @{ Line = "// a comment`n`n#:package SpecProgram@[2.0.0]"; Answer = 20 }
        @{ Line = '#:package specprogram@2.0'; Answer = 20 }
        @{ Line = "#:package SpecProgram 2.0.0`n#:property LangVersion preview"; Answer = 20 }
    ) {
        Invoke-Program "$Line`nConsole.Write(SpecProgram.Thing.Answer());" | Should -Be "$Answer", 0
        Reset-CSharpSession
        Invoke-InFolder $work { Invoke-CSharpCell "$Line`nSpecProgram.Thing.Answer()" } | Should -Be $Answer
    }

    It 'is refused for <Line>, with a reason' -ForEach @(
        @{ Line = '#:project ../Library/Library.csproj'; Reason = '*dotnet build*#r*' }
        @{ Line = '#:sdk Aspire.AppHost.Sdk@9.0.0'; Reason = '*Microsoft.NET.Sdk.Web*' }
        @{ Line = '#:property Nothing'; Reason = '*Name=Value*' }
        @{ Line = '#:package'; Reason = '*Id@1.2.3*' }
        @{ Line = '#:nothing x'; Reason = '*#:package*' }
        @{ Line = '#:include'; Reason = '*#:include file.cs*' }
        @{ Line = '#:include Texts.resx'; Reason = '*.cs files*' }
        @{ Line = '#:property DefineConstants=$(DefineConstants);FAST'; Reason = "*'#define NAME'*" }
    ) {
        Set-Content "$work/refused.cs" "#:sdk Microsoft.NET.Sdk`n$Line`nthrow new Exception();" -NoNewline
        $e = { Invoke-CSharpCell -Path "$work/refused.cs" } | Should -Throw -PassThru -ErrorId "DirectiveNotSupported,$failed"
        $e.CategoryInfo.Category | Should -Be NotImplemented
        $e.Exception.Message | Should -BeLike $Reason
        $e.Exception.Message | Should -BeLike '*refused.cs:line 2)'
    }

    It 'includes other files: <Line>' -ForEach @(
        @{ Line = '#:include lib/a.cs' }
        @{ Line = "#:include lib/a.cs`n#:include lib/deep/b.cs"; Also = ' {new B().V}'; Then = ' 8' }
        @{ Line = '#:include lib/*.cs' }
        @{ Line = '#:include lib/**/*.cs'; Also = ' {new B().V} {new Deep.C().V}'; Then = ' 8 9' }
    ) {
        $null = New-Item -ItemType Directory -Force "$work/lib/deep"
        Set-Content "$work/lib/a.cs" "#:package SpecProgram@1.0.0`nstatic class A { public static int V => SpecProgram.Thing.Answer() - 3; }"
        Set-Content "$work/lib/deep/b.cs" 'class B { public int V = A.V + 1; }'
        Set-Content "$work/lib/deep/c.cs" 'namespace Deep; public class C { public int V = 9; }'
        Invoke-Program "$Line`nConsole.Write(`$`"{A.V}$Also`");" | Should -Be "7$Then", 0
    }

    It 'says which file that it includes is not there' {
        Set-Content "$work/without.cs" "#:sdk Microsoft.NET.Sdk`n#:include nowhere.cs`n1;"
        $e = { Invoke-CSharpCell -Path "$work/without.cs" } | Should -Throw -PassThru -ErrorId "LoadNotFound,$failed"
        $e.Exception.Message | Should -BeLike '*without.cs:line 2)'
    }

    It 'names the line of a package that there is not' {
        Set-Content "$work/none.cs" "#:sdk Microsoft.NET.Sdk`n#:package Spec.Nowhere@1.0.0`n1;" -NoNewline
        $e = { Invoke-CSharpCell -Path "$work/none.cs" } | Should -Throw -PassThru -ErrorId "PackageNotFound,$failed"
        $e.Exception.Message | Should -BeLike '*none.cs:line 2)'
    }

    It 'takes directives before all else only' {
        Set-Content "$work/late.cs" "Console.WriteLine();`n#:package SpecProgram@1.0.0" -NoNewline
        { Invoke-CSharpCell -Path "$work/late.cs" } | Should -Throw -ErrorId "CompilationFailed,$failed"
    }
}

Describe 'Main' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is run: <Code>' -ForEach @(
        @{ Code = 'class Program { static void Main() { Console.Write("ran"); } }'; Exit = 0 }
        @{ Code = 'class Program { static void Main(string[] args) => Console.Write(args.Length == 2 ? "ran" : "no"); }'; Exit = 0 }
        @{ Code = 'public static class Program { public static int Main(string[] args) { Console.Write("ran"); return args.Length; } }'; Exit = 2 }
        @{ Code = 'internal class Program { private static async Task Main(string[] args) { await Task.Delay(1); Console.Write("ran"); } }'; Exit = 0 }
        @{ Code = 'using System; class App { static async System.Threading.Tasks.Task<int> Main() { await Task.Yield(); Console.Write("ran"); return 5; } }'; Exit = 5 }
        @{ Code = 'namespace Demo; class Program { static int Main(string[] arguments) { Console.Write(new Other().Text); return 6; } } class Other { public string Text => "ran"; }'; Exit = 6 }
        @{ Code = 'using System; namespace Demo.Inner { internal class Program { class Deep { static async Task<int> Main(params string[] args) { await Task.Yield(); Console.Write("ran"); return 7; } } } }'; Exit = 7 }
        @{ Code = 'struct Program { static void Main() => Environment.ExitCode = Say(8); static int Say(int code) { Console.Write("ran"); return code; } }'; Exit = 8 }
        @{ Code = "#!/usr/bin/env dotnet`n#:property Nullable=enable`nrecord Program { static void Main() => Console.Write(""ran""); }"; Exit = 0 }
        @{ Code = "class Other { static void Mains() { } int Main() => 0; static void Main(int n) { } }`nclass Program { static void Main() => Console.Write(""ran""); }"; Exit = 0 }
    ) {
        Invoke-Program $Code a, b 3>&1 | Should -Be 'ran', $Exit
    }

    It 'is not run where there are statements, as in any program' {
        Invoke-Program 'Console.Write("top"); class Program { static void Main() => Console.Write("main"); }' | Should -Be 'top', 0
    }

    It 'is that of the file as it is now, from the cache too' {
        foreach ($text in 'one', 'two', 'one') {
            Invoke-Program "namespace Demo; class Program { static void Main() => Console.Write(""$text""); }" | Should -Be $text, 0
        }

        $script = "$(Get-ImportText); cs -Path '$work/program.cs'"
        foreach ($time in 1, 2) {
            (Invoke-ChildShell $script -Environment @{ ASYNCCSHARP_CACHE = "$TestDrive/cache" }).Output.Trim() | Should -Be one
        }
    }

    It 'fails as a cell does' {
        Set-Content "$work/fails.cs" "class Program`n{`n    static void Main()`n    {`n        throw new InvalidOperationException(""no"");`n    }`n}" -NoNewline
        $e = { Invoke-CSharpCell -Path "$work/fails.cs" } | Should -Throw -PassThru -ErrorId "CellFailed,$failed"
        $e.Exception | Should -BeOfType InvalidOperationException
        "$e" | Should -BeLike 'no (*fails.cs:line 5)*'
        $LASTEXITCODE | Should -Be 1
    }

    It 'can be stopped: <_>' -ForEach 'static void Main() { while (true) { } }', 'static async Task Main() { await Task.Delay(-1); }' {
        Set-Content "$work/endless.cs" "class Program { $_ }" -NoNewline
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { Invoke-CSharpCell -Path "$work/endless.cs" -TimeoutSeconds 0.5 } | Should -Throw -ErrorId "CellTimeout,$failed"
        $watch.ElapsedMilliseconds | Should -BeLessThan 2500
        Invoke-CSharpCell '42' | Should -Be 42
    }

    It 'that is async is an error without AutoAwait, and has not run' {
        Set-Content "$work/async.cs" 'class Program { static async Task Main() { Console.Write("ran"); await Task.Yield(); } }' -NoNewline
        { Invoke-CSharpCell -Path "$work/async.cs" -Runner Off } | Should -Throw -ErrorId "AutoAwaitOff,$failed"
    }

    It 'runs for each object of a pipeline, several at a time too' -ForEach @{}, @{ ThrottleLimit = 2 } {
        Set-Content "$work/each.cs" 'class Program { static int Main(string[] args) => args.Length; }' -NoNewline
        1..4 | Invoke-CSharpCell -Path "$work/each.cs" -ArgumentList a, b @_ | Should -Be 2, 2, 2, 2
    }

    It 'of a pasted program is a warning that says what to write: <Code>' -ForEach @(
        @{ Code = 'class Program { static void Main(string[] args) { } }'; Message = "'Program.Main' is not run*Invoke-CSharpCell -Path*" }
        @{ Code = 'namespace Demo { class Program { static Task Main() => Task.CompletedTask; } }'; Message = "'Demo.Program.Main' is not run*" }
        @{ Code = 'static void Main(string[] args) { }'; Message = "'Main' is not run*Call Main*" }
        @{ Code = 'async Task Main() { await Task.Yield(); }'; Message = "'Main' is not run*Call Main*" }
    ) {
        $warning = Invoke-CSharpCell "// whole`n$Code" 3>&1
        $warning.FullyQualifiedWarningId | Should -Be MainNotRun
        $warning.Message | Should -BeLike "Cell``[*``](2,*): warning MainNotRun: $Message"
        $test = Test-CSharpCell $Code
        $test.IsValid | Should -BeTrue
        $test.Diagnostics.Id | Should -Be MainNotRun
    }

    It 'is no warning of what runs: <_>' -ForEach @(
        'public class Program { public static int Main() => 1; } Program.Main()', 'int Main() => 1; Main()', 'class Program { static int Mains() => 1; }; 1', 'class Program { int Main() => 1; } 1'
    ) {
        Invoke-CSharpCell $_ 3>&1 | Should -Be 1
    }
}
