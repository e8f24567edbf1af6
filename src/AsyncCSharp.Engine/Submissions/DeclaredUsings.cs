using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.References;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>Adds using directives that do not come from a cell.</summary>
/// <param name="references">What the session refers to.</param>
/// <param name="compiler">Its way to the compiler.</param>
/// <param name="reader">Reads their texts.</param>
/// <param name="load">Loads code that cells are to refer to.</param>
internal sealed class DeclaredUsings(SessionReferences references, SubmissionSource compiler, ICellCompiler reader, Func<EmittedAssembly, Assembly> load)
{
    /// <summary>
    /// Adds one, and gives the chain after it. A namespace is an import of all cells; what else a directive may have, the compiler takes
    /// from the text of a submission only.
    /// </summary>
    /// <param name="chain">The submissions before it.</param>
    /// <param name="text">What stands between <c>using</c> and the semicolon.</param>
    /// <param name="cancellationToken">Breaks the compilation off.</param>
    /// <exception cref="CSharpCompilationException">It is no such text, or means nothing here: it would be the error of every later cell.</exception>
    public SubmissionChain Add(SubmissionChain chain, string text, CancellationToken cancellationToken)
    {
        (string directive, string? name) = IsPlain(text) ? ($"using {text};", text) : reader.ReadUsing(text, cancellationToken);
        CellSubmission submission = compiler.Of(new CellText { Code = directive, HidesInput = true }, chain.Compiled, cancellationToken)[0];
        if (name is not null)
        {
            references.AddImport(name);
            return chain;
        }

        Type declaring = load(submission.Emitted).GetType(submission.Emitted.ClassName, throwOnError: true)!;
        references.Add(submission.Usings);
        return chain.With(submission.View, RuntimeHelpers.GetUninitializedObject(declaring), submission.Emitted.Name);
    }

    // Told without the compiler, so that a session whose usings were kept on disk does not load it.
    private static bool IsPlain(string text) => text.Split('.').All(part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsLetterOrDigit(c) || c == '_'));
}
