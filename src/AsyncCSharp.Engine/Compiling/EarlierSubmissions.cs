using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>The submissions that a cell is compiled after.</summary>
internal static class EarlierSubmissions
{
    /// <summary>From the newest one to the oldest.</summary>
    /// <param name="last">The newest one, or null for none.</param>
    public static IEnumerable<CSharpCompilation> FromNewest(CSharpCompilation? last)
    {
        for (CSharpCompilation? submission = last; submission is not null; submission = submission.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            yield return submission;
        }
    }
}
