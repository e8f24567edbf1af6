using AsyncCSharp.Engine.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>What a cell declares under a name that all cells have: from there on it is meant, in later cells too.</summary>
internal static class HiddenNames
{
    // Not Input: a cell that is given an object means that one.
    private static readonly string[] s_names = [nameof(CellGlobals.Args), nameof(CellGlobals.CancellationToken), nameof(CellGlobals.Progress), nameof(CellGlobals.Shell)];

    /// <summary>The names, and where they are declared. Nothing of what PowerShell's values are declared with.</summary>
    public static IEnumerable<(string Name, TextSpan Place)> In(Compilation compilation) =>
        compilation.ScriptClass is { } script && script.Name.StartsWith(SubmissionNames.ClassPrefix, StringComparison.Ordinal)
            ? s_names.SelectMany(name => script.GetMembers(name)).Where(m => m.Locations is [{ IsInSource: true }, ..]).Select(m => (m.Name, m.Locations[0].SourceSpan))
            : [];
}
