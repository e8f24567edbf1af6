BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"

    # What it generates for a type with [SpecGreet]: a method of a partial one, a static class with an extension method for another. One
    # of the name Slow takes for ever, one of the name Faulty fails, one of the name Wrong has a warning, an error and wrong code.
    $image = "$TestDrive/SpecGenerator.dll"
    $folder = [IO.Path]::GetDirectoryName([Management.Automation.PSObject].Assembly.Location)
    Add-Type -OutputAssembly $image -IgnoreWarnings -WarningAction Ignore -ReferencedAssemblies "$folder/Microsoft.CodeAnalysis.dll", "$folder/Microsoft.CodeAnalysis.CSharp.dll", System.Collections.Immutable, System.Linq, System.Threading -TypeDefinition @'
using System.Linq;
using Microsoft.CodeAnalysis;

[Generator(LanguageNames.CSharp)]
public class SpecGenerator : IIncrementalGenerator
{
    static readonly DiagnosticDescriptor s_warning = new("SPEC001", "title", "mind {0}", "spec", DiagnosticSeverity.Warning, true);
    static readonly DiagnosticDescriptor s_error = new("SPEC002", "title", "never {0}", "spec", DiagnosticSeverity.Error, true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(c => c.AddSource("Attribute.g.cs", "namespace Spec { internal sealed class SpecGreetAttribute : System.Attribute { } }"));
        var types = context.SyntaxProvider.ForAttributeWithMetadataName("Spec.SpecGreetAttribute", (_, _) => true, (c, _) => (INamedTypeSymbol)c.TargetSymbol);
        context.RegisterSourceOutput(types, (c, type) =>
        {
            string name = type.Name;
            if (name == "Faulty") throw new System.InvalidOperationException("spec fault");
            while (name == "Slow") c.CancellationToken.ThrowIfCancellationRequested();
            if (name == "Mind" || name == "Wrong") c.ReportDiagnostic(Diagnostic.Create(s_warning, type.Locations[0], name));
            if (name == "Never") c.ReportDiagnostic(Diagnostic.Create(s_error, type.Locations[0], name));
            if (name == "Calls") c.AddSource("Replaced.g.cs", "namespace System.Runtime.CompilerServices { sealed class InterceptsLocationAttribute(int version, string data) : Attribute { } } static class Other { [System.Runtime.CompilerServices.InterceptsLocation(1, \"AAAA\")] public static void Call() { } }");
            string access = type.DeclaredAccessibility.ToString().ToLowerInvariant();
            c.AddSource(name + ".g.cs", type.TypeKind == TypeKind.Enum
                ? $"{access} static class {name}Extensions {{ public static string Greet(this {name} value) => \"hello \" + value; }}"
                : name == "Loop" ? $"internal partial class Loop {{ public static void Run() {{ while (true) ; }} }}"
                : name == "Wrong" ? "partial class Wrong { int X = nothing; }"
                : $"partial {(type.IsRecord ? "record" : "class")} {name} {{ public string Greet() => \"hello \" + nameof({name}); }}");
        });
    }
}
'@
    New-Package $feed SpecGreetings 1.0.0 @{
        'analyzers/dotnet/roslyn4.0/cs/SpecGenerator.dll' = [IO.File]::ReadAllBytes($image)
        'analyzers/dotnet/roslyn99.0/cs/SpecGenerator.dll' = 'for a newer compiler'
        'analyzers/dotnet/vb/SpecGenerator.dll' = 'for another language'
    }

    function Invoke-Generator([string]$Code) {
        Invoke-InFolder $work { Invoke-CSharpCell "#r ""nuget: SpecGreetings, 1.0.0""`n$Code" }
    }
}

Describe 'Source generators' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'of the framework' {
        It 'write <Name>' -ForEach @(
            @{ Name = 'regular expressions'; Code = 'using System.Text.RegularExpressions; static partial class P { [GeneratedRegex("a+")] public static partial Regex R(); } P.R().Match("xaab").Value'; Expected = 'aa' }
            @{ Name = 'a property of a regular expression'; Code = 'using System.Text.RegularExpressions; partial class P { [GeneratedRegex("a+")] internal static partial Regex R { get; } } P.R.Match("xaab").Value'; Expected = 'aa' }
            @{ Name = 'for an inner type'; Code = 'using System.Text.RegularExpressions; partial class P { internal partial class Q { [GeneratedRegex("a+")] internal static partial Regex R(); } } P.Q.R().Match("xaab").Value'; Expected = 'aa' }
            @{ Name = 'in a namespace'; Code = 'namespace N { static partial class P { [System.Text.RegularExpressions.GeneratedRegexAttribute("a+")] public static partial System.Text.RegularExpressions.Regex R(); } } N.P.R().Match("xaab").Value'; Expected = 'aa' }
            @{ Name = 'for an attribute by another name'; Code = 'using G = System.Text.RegularExpressions.GeneratedRegexAttribute; using System.Text.RegularExpressions; static partial class P { [G("a+")] public static partial Regex R(); } P.R().Match("xaab").Value'; Expected = 'aa' }
            @{ Name = 'imports of native code'; Code = 'using System.Runtime.InteropServices; static partial class P { [LibraryImport("System.Native", EntryPoint = "SystemNative_GetPid")] public static partial int Id(); } P.Id()'; Expected = $PID; Unix = $true }
            @{ Name = 'serializers, also for types beside them'; Code = 'using System.Text.Json; using System.Text.Json.Serialization; record Person(string Name, int Age); [JsonSerializable(typeof(Person))] partial class Context : JsonSerializerContext { } JsonSerializer.Serialize(new Person("Ada", 36), Context.Default.Person)'; Expected = '{"Name":"Ada","Age":36}' }
        ) {
            if ($Unix -and $IsWindows) {
                Set-ItResult -Skipped -Because 'the function is in libraries for Unix only'
                return
            }

            Invoke-CSharpCell $Code | Should -Be $Expected
        }

        It 'write for a type that is declared anew, and for later cells' {
            Invoke-CSharpCell 'using System.Text.RegularExpressions; static partial class P { [GeneratedRegex("a+")] public static partial Regex R(); }'
            Invoke-CSharpCell 'P.R().Match("xaabb").Value' | Should -Be 'aa'
            Invoke-CSharpCell 'static partial class P { [GeneratedRegex("b+")] public static partial Regex R(); }'
            Invoke-CSharpCell 'P.R().Match("xaabb").Value' | Should -Be 'bb'
        }

        It 'write for programs, whose statements see the class Program' {
            [IO.File]::WriteAllText("$TestDrive/app.cs", 'using System.Text.RegularExpressions; return R().Match(args[0]).Length; partial class Program { [GeneratedRegex("a+")] private static partial Regex R(); }')
            Invoke-CSharpCell -Path "$TestDrive/app.cs" -ArgumentList xaab | Should -Be 2
        }

        It 'are loaded for what they write only, which a session finds in the cache' {
            $cache = @{ ASYNCCSHARP_CACHE = "$TestDrive/cache" }
            $loaded = '[AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -match "Generator" }.Count'
            $text = "Import-Module '$manifest'; cs 'namespace N { class C { } } partial class D { [Obsolete] public void F() { } }'; $loaded; cs 'using System.Text.RegularExpressions; static partial class P { [GeneratedRegex(""a+"")] public static partial Regex R(); } P.R().Match(""xaab"").Value' -Verbose 4>&1"
            (Invoke-ChildShell $text -Environment $cache).Output | Should -BeLike "0`naa*compiled*"
            (Invoke-ChildShell $text -Environment $cache).Output | Should -BeLike "0`naa*from the cache*"
        }

        It 'say what is wrong at its place' {
            $failure = { Invoke-CSharpCell "using System.Text.RegularExpressions;`npartial class P { [GeneratedRegex(""a("")] public static partial Regex R(); }" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $said = $failure.Exception.Diagnostics | Where-Object Id -EQ SYSLIB1042
            $said.Line | Should -Be 2
            $said.SourceLine | Should -BeLike 'partial class P*'
        }

        It 'are known to Test-CSharpCell' {
            $result = Test-CSharpCell 'using System.Text.RegularExpressions; static partial class P { [GeneratedRegex("a+")] public static partial Regex R(); } P.R()'
            $result.IsValid | Should -BeTrue
            $result.ReturnType | Should -Be Regex
        }
    }

    Context 'of packages' {
        It 'complete types, and write for others: <_>' -ForEach @(
            '[Spec.SpecGreet] partial class C { } new C().Greet()'
            '[Spec.SpecGreet] internal partial class C { } new C().Greet()'
            '[Spec.SpecGreet] partial record C(Other O); record Other; new C(new Other()).Greet()'
            'using Spec; [SpecGreet] partial class C { } new C().Greet()'
            'namespace N { public partial class D { } } [Spec.SpecGreet] partial class C : N.D { } new C().Greet()'
            '[Spec.SpecGreet] enum E { C } E.C.Greet()'
        ) {
            Invoke-Generator $_ 3>&1 | Should -Be 'hello C'
        }

        It 'leave alone what they do not write for' {
            Invoke-CSharpCell 'class Earlier { public int X = 7; }'
            Invoke-Generator '[Serializable] partial class C { public int Y(Earlier e) => e.X; } new C().Y(new Earlier())' 3>&1 | Should -Be 7
        }

        It 'write for later cells, sessions and scripts, also what is declared anew' {
            Invoke-Generator '1' 3>&1 | Should -Be 1
            Invoke-CSharpCell '[Spec.SpecGreet] enum E { C }'
            Invoke-CSharpCell '[Spec.SpecGreet] enum E { C, D }'
            Invoke-CSharpCell 'E.D.Greet()' | Should -Be 'hello D'
            [IO.File]::WriteAllText("$TestDrive/loaded.csx", "[Spec.SpecGreet] partial class L { }")
            Invoke-CSharpCell "#load ""$TestDrive/loaded.csx""`nnew L().Greet()" | Should -Be 'hello L'
        }

        It 'do not replace calls' {
            Invoke-Generator '[Spec.SpecGreet] partial class Calls { } new Calls().Greet()' 3>&1 | Should -Be 'hello Calls'
        }

        It 'run once, though .NET has the same' {
            New-Package $feed SpecJson 1.0.0 @{ 'analyzers/dotnet/cs/System.Text.Json.SourceGeneration.dll' = [IO.File]::ReadAllBytes("$(Split-Path $manifest)/bin/engine/generators/System.Text.Json.SourceGeneration.dll") }
            Invoke-InFolder $work {
                Invoke-CSharpCell "#r ""nuget: SpecJson, 1.0.0""`nusing System.Text.Json.Serialization; [JsonSerializable(typeof(int))] partial class Context : JsonSerializerContext { }`nContext.Default.Int32.Type.Name"
            } | Should -Be Int32
        }

        It 'have their warnings told, and their errors' {
            $said = Invoke-Generator '[Spec.SpecGreet] partial class Mind { } new Mind().Greet()' 3>&1
            $said[0].FullyQualifiedWarningId | Should -Be SPEC001
            $said[0].Message | Should -BeLike '*mind Mind*'
            $said[1] | Should -Be 'hello Mind'
            { Invoke-CSharpCell '[Spec.SpecGreet] partial class Never { }' } | Should -Throw -ErrorId 'CompilationFailed,*' -ExpectedMessage '*SPEC002*never Never*'
        }

        It 'that fail do so with a warning, and say what to do' {
            $said = Invoke-Generator '[Spec.SpecGreet] partial class Faulty { } 7' 3>&1
            $said[0].FullyQualifiedWarningId | Should -Be CS8785
            $said[0].Message | Should -BeLike '*spec fault*another version*'
            $said[1] | Should -Be 7
        }

        It 'that write what does not compile have the place in their code named' {
            $failure = { Invoke-Generator '[Spec.SpecGreet] partial class Wrong { }' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $said = $failure.Exception.Diagnostics | Where-Object Id -EQ CS0103
            $said.Cell | Should -Be 'Wrong.g.cs'
            $said.SourceLine | Should -BeLike '*int X = nothing;*'
        }

        It 'that do not end can be stopped, as can the code that they write' {
            Invoke-Generator '1' 3>&1 | Should -Be 1
            { Invoke-CSharpCell '[Spec.SpecGreet] partial class Slow { }' -TimeoutSeconds 1 } | Should -Throw -ErrorId 'CellTimeout,*'
            { Invoke-CSharpCell '[Spec.SpecGreet] partial class Loop { } Loop.Run();' -TimeoutSeconds 1 } | Should -Throw -ErrorId 'CellTimeout,*'
        }

        It 'are of use, though the package has nothing else' {
            Invoke-Generator '1' 3>&1 | Should -Be 1
        }
    }

    Context 'where there is none' {
        It 'say what to do: <Name>' -ForEach @(
            @{ Name = 'a member of a cell'; Code = 'using System.Text.RegularExpressions; [GeneratedRegex("a")] public static partial Regex R();'; Expected = '*CS0751*static partial class*' }
            @{ Name = 'a type that is not partial'; Code = 'using System.Text.Json.Serialization; [JsonSerializable(typeof(int))] class P : JsonSerializerContext { }'; Expected = '*CS0534*declare the type partial*' }
            @{ Name = 'LoggerMessage'; Code = 'class LoggerMessageAttribute : Attribute { } partial class P { [LoggerMessage] public partial void F(); }'; Expected = '*CS8795*Microsoft.Extensions.Logging.Abstractions*' }
            @{ Name = 'a type of an earlier cell'; Code = 'using System.Text.Json.Serialization; [JsonSerializable(typeof(Earlier))] partial class P : JsonSerializerContext { }'; Expected = '*CS0246*Earlier in the same cell*' }
            @{ Name = 'any'; Code = 'partial class P { [System.ComponentModel.Description("x")] public partial void F(); }'; Expected = '*CS8795*source generator*write the implementation*nuget*' }
        ) {
            Invoke-CSharpCell 'class Earlier { }'
            { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,*' -ExpectedMessage $Expected
        }
    }
}
