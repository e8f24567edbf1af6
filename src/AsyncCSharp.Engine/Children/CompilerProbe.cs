using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Children;

/// <summary>Whether the compiler's program compiles anything at all: what tells a text that it dies of from a program that is broken.</summary>
internal static class CompilerProbe
{
    private const int NoSession = 0;

    private static readonly CompilationRequest s_request = new(
        new CellText { Code = "1" }, CompiledChain.Empty, new CompilationScope(DefaultImports.OfCells, [], new ReferenceSet([], []), stopChecks: true, GeneratorSet.Empty));

    /// <summary>Has one compile a text that is right. It is kept for the next cell.</summary>
    /// <exception cref="CompilerLostException">It was lost, too.</exception>
    public static bool Works(CompilerChildren children, CancellationToken cancellationToken)
    {
        CompilerChild child = children.Rent(null, cancellationToken);
        try
        {
            using BinaryReader answer = child.Ask(Write, null, cancellationToken, out WireAnswer kind);
            return kind == WireAnswer.Done;
        }
        finally
        {
            children.Return(child);
        }

        void Write(BinaryWriter writer)
        {
            writer.Write((byte)WireQuestion.Build);
            new BuildQuestion(s_request, NoSession, child.Numbers.New(), child.Numbers.New()).Write(writer, child.Numbers);
        }
    }
}
