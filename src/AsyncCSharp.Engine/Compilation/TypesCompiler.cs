using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace AsyncCSharp.Engine;

/// <summary>Compiles the types that stand beside a cell (see <see cref="SideTypes"/>) into a library of their own.</summary>
internal static class TypesCompiler
{
    /// <summary>Compiles.</summary>
    /// <exception cref="CSharpCompilationException">They do not compile.</exception>
    public static SideLibrary Compile(
        SyntaxTree types, CompilationScope scope, CellSource source, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = SideTypes.NamesOf(types);
        SideLibrary? redefined = scope.References.FindRedefined(names);
        string name = redefined?.Emitted.Name ?? TypeNames.AssemblyPrefix + "types-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names.Count > 0 ? names[0] : string.Empty)).AsSpan(0, 8));
        Version version = new(1, 0, (redefined?.Version.Build ?? -1) + 1, 0);
        string imports = string.Join('\n', scope.Imports.Select(i => $"using {i};").Concat(scope.Usings).Distinct().Select(u => "global " + u))
            + $"\n[assembly: System.Reflection.AssemblyVersion(\"{version}\")]";
        SyntaxTree globals = CSharpSyntaxTree.ParseText(imports, (CSharpParseOptions)types.Options, encoding: Encoding.UTF8, cancellationToken: cancellationToken);
        CSharpCompilation compilation = CSharpCompilation.Create(name, [types, globals], scope.References.All, SubmissionCompiler.Options(scope));
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        EmitResult result = compilation.Emit(image, symbols, options: SubmissionCompiler.EmitOptions, cancellationToken: cancellationToken);
        IReadOnlyList<CellDiagnostic> diagnostics = DiagnosticMapper.Map(result.Diagnostics.Where(d => d.Location.SourceTree != globals), source);
        if (!result.Success)
        {
            throw new CSharpCompilationException(diagnostics);
        }

        EmittedCell emitted = new()
        {
            Name = name,
            ClassName = string.Empty,
            Image = image.ToArray(),
            Symbols = symbols.ToArray(),
            Declares = true,
            Warnings = diagnostics,
        };

        return new SideLibrary(StopCheckWeaver.Weave(emitted, stopChecks: scope.StopChecks), names, version);
    }
}
