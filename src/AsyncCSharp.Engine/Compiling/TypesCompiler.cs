using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Syntax;
using AsyncCSharp.Engine.Weaving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Compiles the types that stand beside a cell (see <see cref="SideTypes"/>) into a library of their own.</summary>
internal static class TypesCompiler
{
    // The compiler looks at the versions of strong names only: of two libraries that differ in nothing else it takes any for what a third
    // refers to. Nothing is signed, and nobody has the private key.
    private static readonly ImmutableArray<byte> s_publicKey = [.. Convert.FromBase64String(
        "ACQAAASAAACUAAAABgIAAAAkAABSU0ExAAQAAAEAAQABJ1rPQqLSHGOYn30djP+SPu3H86Y5VyCPzUKX+ED5/CkZKU8VSV9z1csHWBgYxhxw"
        + "CCIgGwwWk45XxyDC58rsPV6dMet0i8V53XLKQrsZQtgy/JXiAHHcKJzKfWPMjxBhP/+pLAgmrasWfRZxvOzBLhpDaFtl9I1qWieoLTGTtQ==")];

    /// <summary>Compiles.</summary>
    /// <exception cref="CSharpCompilationException">They do not compile.</exception>
    public static SideLibrary Compile(
        SyntaxTree types, CompiledChain chain, CompilationScope scope, CellText source, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = SideTypes.NamesOf(types);
        GeneratedSources generated = GeneratedSources.For(() => Draft(types, names, scope), types, scope, cancellationToken);
        names = [.. names.Union(generated.PublicNames)];
        SideLibrary? redefined = scope.References.FindRedefined(names);
        string name = redefined?.Emitted.Name ?? SubmissionNames.LibraryPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))).AsSpan(0, 8));
        Version version = new(1, 0, (redefined?.Version.Build ?? -1) + 1, 0);
        CSharpCompilation compilation = Create(name, [types, VersionOf(version, types), .. generated.Trees], names, scope);
        EmittedAssembly emitted = Emit(compilation, types, UsingsOf(scope, names), generated, chain, source, cancellationToken);
        return new SideLibrary(StopCheckWeaver.Weave(emitted, stopChecks: scope.StopChecks), names, version);
    }

    /// <summary>Those of some types that source generators of packages write something for.</summary>
    /// <param name="candidates">Their names.</param>
    /// <param name="types">The text of a library that they are in.</param>
    /// <param name="scope">What it is compiled with.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public static IReadOnlyList<string> FindCompleted(IReadOnlyList<string> candidates, SyntaxTree types, CompilationScope scope, CancellationToken cancellationToken) =>
        [.. GeneratedSources.For(() => Draft(types, SideTypes.NamesOf(types), scope), types, scope, cancellationToken).ConcernedOf(candidates)];

    // What generators are shown: the library's name depends on what they write.
    private static CSharpCompilation Draft(SyntaxTree types, IReadOnlyList<string> names, CompilationScope scope) =>
        Create(SubmissionNames.LibraryPrefix, [types, GlobalsOf(UsingsOf(scope, names), types)], names, scope);

    private static CSharpCompilation Create(string name, IEnumerable<SyntaxTree> trees, IReadOnlyList<string> names, CompilationScope scope) =>
        CSharpCompilation.Create(name, trees, scope.References.Without(names).All, SubmissionCompiler.Options(scope).WithCryptoPublicKey(s_publicKey).WithPublicSign(true));

    private static string[] UsingsOf(CompilationScope scope, IReadOnlyList<string> names) =>
        [.. scope.Imports.Select(i => $"using {i};").Concat(scope.Usings.Where(u => !names.Any(name => u.StartsWith($"using {name} =", StringComparison.Ordinal)))).Distinct()];

    private static EmittedAssembly Emit(
        CSharpCompilation compilation, SyntaxTree types, string[] usings, GeneratedSources generated, CompiledChain chain, CellText source, CancellationToken cancellationToken)
    {
        while (true)
        {
            SyntaxTree globals = GlobalsOf(usings, types);
            using MemoryStream image = new();
            using MemoryStream symbols = new();
            EmitResult result = Emission.Emit(compilation.AddSyntaxTrees(globals), image, symbols, cancellationToken);
            HashSet<int> wrong = [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree == globals).Select(d => d.Location.GetLineSpan().StartLinePosition.Line)];
            if (wrong.Count > 0)
            {
                // What an earlier cell imported may be gone since (its namespace was declared anew), or allowed in a script only. It is
                // no fault of these types, unless they need it.
                usings = [.. usings.Where((_, line) => !wrong.Contains(line))];
                continue;
            }

            IReadOnlyList<CellDiagnostic> diagnostics = DiagnosticMapper.MapBeside(
                result.Diagnostics.Where(d => d.Location.SourceTree != globals), generated, source, result.Success ? null : chain.Last?.Compiled.Compilation);
            return !result.Success || diagnostics.Any(d => d.Severity == CellDiagnosticSeverity.Error) ? throw new CSharpCompilationException(diagnostics) : new EmittedAssembly
            {
                Name = compilation.AssemblyName!,
                ClassName = string.Empty,
                Image = image.ToArray(),
                Symbols = symbols.ToArray(),
                Declares = true,
                Warnings = diagnostics,
            };
        }
    }

    private static SyntaxTree GlobalsOf(string[] usings, SyntaxTree types) => Parse(string.Join('\n', usings.Select(u => "global " + u)), types);

    private static SyntaxTree VersionOf(Version version, SyntaxTree types) => Parse($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]", types);

    private static SyntaxTree Parse(string text, SyntaxTree types) => CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)types.Options, encoding: Encoding.UTF8);
}
