using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Syntax;
using AsyncCSharp.Engine.Weaving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Compiles one parsed cell against a chain of submissions. No state of its own; any thread.</summary>
internal static class SubmissionCompiler
{
    private const string Static = "static ";

    // Warnings that say nothing about a cell: CS1701 and CS1702 are about framework versions that the runtime unifies,
    // CS2008 about a cell without code, CS7022 about a Main method that is just a method here,
    // CS8002 about a reference without a strong name, which the libraries of types beside cells have for their versions.
    private static readonly IEnumerable<KeyValuePair<string, ReportDiagnostic>> s_specific =
        new[] { "CS1701", "CS1702", "CS2008", "CS7022", "CS8002", "CS8632" }.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)).ToArray();

    /// <summary>How cells, and the types beside them, are compiled.</summary>
    public static CSharpCompilationOptions Options(CompilationScope scope) => WithSuperseding(new(
        OutputKind.DynamicallyLinkedLibrary,
        usings: NamesOf(scope.Imports),
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        deterministic: true,
        concurrentBuild: false,
        nullableContextOptions: NullableContextOptions.Annotations,
        specificDiagnosticOptions: s_specific), true);

    /// <summary>Makes the compilation of a cell after a chain.</summary>
    /// <param name="cell">The cell; null for what cells have in common that nobody refers to.</param>
    /// <param name="chain">The submissions before it.</param>
    /// <param name="name">The assembly's name.</param>
    /// <param name="scope">What it is compiled with.</param>
    public static CSharpCompilation Create(ParsedCell? cell, CompiledChain chain, string name, CompilationScope scope) =>
        Create(cell, chain.Last?.Compiled, name, chain.NextClassName, scope);

    /// <summary>Makes the compilation of a cell under given names.</summary>
    public static CSharpCompilation Create(ParsedCell? cell, CompiledSubmission? previous, string assemblyName, string className, CompilationScope scope) =>
        CSharpCompilation.CreateScriptCompilation(
            assemblyName,
            cell?.Tree,
            (previous?.References ?? Inherited<MetadataReference>.None).Missing(scope.References.All),
            Options(scope).WithScriptClassName(className).WithUsings(NamesOf((previous?.Imports ?? Inherited<string>.None).Missing(scope.Imports))),
            previous?.Compilation,
            typeof(object),
            typeof(CellGlobals));

    /// <summary>A compilation as the submission that later ones are built on.</summary>
    public static CompiledSubmission Submit(CSharpCompilation compilation, CompiledSubmission? previous, CompilationScope scope) => new(
        compilation,
        (previous?.Imports ?? Inherited<string>.None).With(scope.Imports),
        (previous?.References ?? Inherited<MetadataReference>.None).With(scope.References.All));

    /// <summary>Emits it.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    public static EmittedAssembly Emit(PreparedCell prepared, CellText source, CancellationToken cancellationToken)
    {
        (ParsedCell cell, CompilationScope scope, CSharpCompilation compilation) = (prepared.Cell, prepared.Scope, prepared.Compilation);
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        EmitResult result = Emission.Emit(compilation, image, symbols, cancellationToken);
        IReadOnlyList<CellDiagnostic> diagnostics = DiagnosticMapper.Map(result.Diagnostics, source, cell, compilation);
        if (!result.Success)
        {
            throw new CSharpCompilationException(diagnostics);
        }

        ITypeSymbol? type = cell.Trailing is { } trailing ? ReturnType(compilation, trailing) : null;
        EmittedAssembly emitted = new()
        {
            Name = compilation.AssemblyName!,
            ClassName = compilation.Options.ScriptClassName!,
            Image = image.ToArray(),
            Symbols = symbols.ToArray(),
            IsAsync = cell.IsAsync,
            HasValue = cell.Trailing is not null && type is not { SpecialType: SpecialType.System_Void },
            GivesAwaitable = AwaitableTypes.Contains(type),
            ValueNames = ValueTupleNames.Of(cell, compilation, type)?.ToString() ?? string.Empty,
            Declares = Declares(compilation, cell),
            EntryType = source.IsProgram ? cell.Entry?.TypeName ?? string.Empty : string.Empty,
            Warnings = diagnostics,
        };
        return StopCheckWeaver.Weave(emitted, source.RunsOften, scope.StopChecks);
    }

    // The options of a script compilation take a type for its static members without the keyword.
    private static ImmutableArray<string> NamesOf(ImmutableArray<string> imports) => imports.Any(IsStatic) ? [.. imports.Select(i => IsStatic(i) ? i[Static.Length..] : i)] : imports;

    private static bool IsStatic(string import) => import.StartsWith(Static, StringComparison.Ordinal);

    // A submission inherits the references of those before it. Of a library that was redefined the newest version counts
    // and the older one stays for what was made with it. Roslyn's own scripting sets this too; it is not public.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "WithReferencesSupersedeLowerVersions")]
    private static extern CSharpCompilationOptions WithSuperseding(CSharpCompilationOptions options, bool value);

    /// <summary>The type of the trailing expression; null where it is a plain value for sure, which saves binding it again.</summary>
    private static ITypeSymbol? ReturnType(CSharpCompilation compilation, ExpressionSyntax trailing) =>
        trailing is LiteralExpressionSyntax or BinaryExpressionSyntax or InterpolatedStringExpressionSyntax
            ? null
            : compilation.GetSemanticModel(trailing.SyntaxTree).GetTypeInfo(trailing).Type;

    /// <summary>Whether later cells can refer to something of the cell.</summary>
    public static bool Declares(CSharpCompilation compilation, ParsedCell cell)
    {
        CompilationUnitSyntax root = (CompilationUnitSyntax)cell.Tree.GetRoot();
        return root.Usings.Count > 0
            || root.Externs.Count > 0
            || compilation.ScriptClass!.GetMembers().Any(m => !m.IsImplicitlyDeclared);
    }
}
