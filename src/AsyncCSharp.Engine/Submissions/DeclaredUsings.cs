using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Threading;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>Adds using directives that do not come from a cell.</summary>
/// <param name="references">What the session refers to.</param>
/// <param name="units">Its way to the compiler.</param>
/// <param name="load">Loads code that cells are to refer to.</param>
internal sealed class DeclaredUsings(SessionReferences references, CellUnits units, Func<EmittedCell, Assembly> load)
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
        (string directive, string? name) = IsPlain(text) ? ($"using {text};", text) : CompilerThread.Read(text, () => CellBuilder.ReadUsing(text), cancellationToken);
        CellUnit unit = units.Of(new CellSource { Code = directive }, chain, hidesInput: true, cancellationToken)[0];
        if (name is not null)
        {
            references.AddImport(name);
            return chain;
        }

        Type declaring = load(unit.Emitted).GetType(unit.Emitted.ClassName, throwOnError: true)!;
        references.Add(unit.Usings);
        return new SubmissionChain(unit.Submission, [.. chain.Slots, RuntimeHelpers.GetUninitializedObject(declaring)], unit.Emitted.Name);
    }

    // Told without the compiler, so that a session whose usings were kept on disk does not load it.
    private static bool IsPlain(string text) => text.Split('.').All(part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsLetterOrDigit(c) || c == '_'));
}
