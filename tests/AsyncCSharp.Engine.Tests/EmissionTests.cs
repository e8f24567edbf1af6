using AsyncCSharp.Engine.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>A cancellation that meets the emission.</summary>
public sealed class EmissionTests
{
    private const string Documented = """
        /// <include file="a.xml" path="a"/>
        public class A { }
        public class B { }
        """;

    // Roslyn asks for the file while it goes through the types for their documentation, and sees the cancellation at the next type.
    [Fact]
    public void Emit_CancelledWhileDocumentationIsLookedThrough_IsACancellation()
    {
        using CancellationTokenSource source = new();
        CSharpCompilation compilation = CSharpCompilation.Create(
            "documented",
            [CSharpSyntaxTree.ParseText(Documented, new CSharpParseOptions(documentationMode: DocumentationMode.Parse), cancellationToken: TestContext.Current.CancellationToken)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, xmlReferenceResolver: new CancellingResolver(source)));
        using MemoryStream image = new();
        using MemoryStream symbols = new();

        _ = Assert.Throws<OperationCanceledException>(() => Emission.Emit(compilation, image, symbols, source.Token));
    }

    private sealed class CancellingResolver(CancellationTokenSource source) : XmlReferenceResolver
    {
        public override bool Equals(object? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => 0;

        public override string? ResolveReference(string path, string? baseFilePath)
        {
            source.Cancel();
            return null;
        }

        public override Stream OpenRead(string resolvedPath) => throw new FileNotFoundException(null, resolvedPath);
    }
}
