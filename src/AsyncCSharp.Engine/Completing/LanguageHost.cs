using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;

namespace AsyncCSharp.Engine.Completing;

/// <summary>
/// Roslyn's services for editors. The process's, and made by the first question, since they are another fifteen megabytes of code: neither an import
/// nor a cell comes by here.
/// </summary>
internal static class LanguageHost
{
    private static readonly Lazy<AdhocWorkspace> s_workspace = new(static () => new AdhocWorkspace(MefHostServices.DefaultHost));

    /// <summary>A solution without anything in it.</summary>
    public static Solution Empty => s_workspace.Value.CurrentSolution;
}
