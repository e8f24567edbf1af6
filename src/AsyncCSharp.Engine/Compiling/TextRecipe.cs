using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>A submission from its text, under the names that its code has: what is compiled after it is bound to that code.</summary>
internal sealed class TextRecipe(SubmissionView? previous, CellText text, IReadOnlyList<string> embedded, string name, string className, CompilationScope scope) : SubmissionRecipe(previous)
{
    /// <summary>The text, with what its compilation found out about it.</summary>
    public CellText Text => text;

    /// <summary>The names of the classes that stay in it.</summary>
    public IReadOnlyList<string> Embedded => embedded;

    /// <summary>The name of its assembly.</summary>
    public string Name => name;

    /// <summary>The name of its class.</summary>
    public string ClassName => className;

    /// <summary>What it was compiled with, the types beside it included.</summary>
    public CompilationScope Scope => scope;

    /// <inheritdoc/>
    public override CompiledSubmission Make(CompiledSubmission? before) => CellBuilder.Rebuild(text, embedded, before, name, className, scope);
}
