using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>A compilation's way into an assembly and its symbols.</summary>
internal static class Emission
{
    private static readonly EmitOptions s_options = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    /// <summary>Emits a compilation.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the emission had succeeded.</exception>
    public static EmitResult Emit(CSharpCompilation compilation, Stream image, Stream symbols, CancellationToken cancellationToken)
    {
        EmitResult result = compilation.Emit(image, symbols, options: s_options, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            // Roslyn's DocumentationCommentCompiler catches every exception, that of a cancellation too, and calls it a failure to write the
            // documentation file (CS1569).
            cancellationToken.ThrowIfCancellationRequested();
        }

        return result;
    }
}
