using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>
/// Says what to do about errors that come of PowerShell's untyped collections: the compiler blames <c>ParallelQuery&lt;int&gt;</c> for
/// the sum of an <c>object[]</c>.
/// </summary>
internal static class UntypedElements
{
    private static readonly string[] s_collections = ["'object[]'", "'object?[]'", "'ArrayList'", "'List<object>'", "'Collection<PSObject>'", "'IReadOnlyList<object?>'", "'IReadOnlyList<object>'"];

    // Of what the message names no collection: a method that an ArrayList has for parallel queries only, and one whose items are collections.
    private static readonly string[] s_methods = ["'ParallelEnumerable.", "'Enumerable.SelectMany<"];

    private static readonly string[] s_sources = [nameof(CellGlobals.Args), nameof(CellGlobals.Input), nameof(CellGlobals.Shell)];

    /// <summary>Compiles, and explains such errors in a cell that has something of PowerShell's.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="hasVariables">Whether its call was given variables.</param>
    /// <param name="chain">The session's submissions.</param>
    /// <param name="compile">Compiles it.</param>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    public static T Explain<T>(CellText source, bool hasVariables, SubmissionChain chain, Func<T> compile)
    {
        try
        {
            return compile();
        }
        catch (CSharpCompilationException e) when (e.Diagnostics.Any(IsMeant) && (hasVariables || HasValues(source, chain)))
        {
            // An array: PowerShell cannot index the list that a collection expression makes.
            throw new CSharpCompilationException(e.Diagnostics.Select(Told).ToArray());
        }
    }

    private static bool HasValues(CellText source, SubmissionChain chain) =>
        s_sources.Any(name => source.Code.Contains(name, StringComparison.Ordinal))
        || chain.SubmissionsFromNewest().Any(s => SubmissionNames.IsDeclared(s.GetType().Name));

    private static CellDiagnostic Told(CellDiagnostic diagnostic) =>
        !IsMeant(diagnostic) ? diagnostic : diagnostic.With(string.Format(null, IsObject(diagnostic) ? Strings.UntypedObject : Strings.UntypedElements, diagnostic.Message.TrimEnd('.')));

    // What the method of sequences is called of may be an array, a value of a hashtable, or one of Args.
    private static bool IsObject(CellDiagnostic diagnostic) =>
        diagnostic.Id == "CS1929" && (diagnostic.Message.StartsWith("'object'", StringComparison.Ordinal) || diagnostic.Message.StartsWith("'object?'", StringComparison.Ordinal));

    // No member or operator (CS1061, CS1929, CS0019), no type to infer (CS0411), a sum of what is no number (CS1503, CS0266),
    // a method of strings that spans have too, with more arguments (CS7036).
    private static bool IsMeant(CellDiagnostic diagnostic) => diagnostic.Id switch
    {
        "CS0411" when s_methods.Any(m => diagnostic.Message.Contains(m, StringComparison.Ordinal)) => true,
        "CS1929" or "CS1503" or "CS0411" => IsObject(diagnostic) || s_collections.Any(c => diagnostic.Message.Contains(c, StringComparison.Ordinal)),
        "CS1061" => diagnostic.Message.StartsWith("'object'", StringComparison.Ordinal) || s_collections.Any(c => diagnostic.Message.StartsWith(c, StringComparison.Ordinal)),
        "CS7036" => diagnostic.Message.Contains("'MemoryExtensions.", StringComparison.Ordinal),
        "CS0019" => diagnostic.Message.Contains("'object'", StringComparison.Ordinal),
        _ => false,
    };
}
