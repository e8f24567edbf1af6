using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// What to do where what is outside of the script's class (<see cref="SideTypes"/>, <see cref="EmbeddedClasses"/>) mentions what the session
/// has in it.
/// </summary>
internal static class BesideHint
{
    // "The type or namespace could not be found", "the name does not exist", the same after "global::".
    private static readonly HashSet<string> s_missing = ["CS0246", "CS0103", "CS0400"];

    /// <summary>The message, with a hint where the name is the session's.</summary>
    /// <param name="message">The message so far.</param>
    /// <param name="diagnostic">What the compiler says.</param>
    /// <param name="last">The newest of the submissions that have such, or null.</param>
    public static string Add(string message, Diagnostic diagnostic, CSharpCompilation? last)
    {
        if (!s_missing.Contains(diagnostic.Id) || NameAt(diagnostic.Location) is not { } name)
        {
            return message;
        }

        foreach (CSharpCompilation submission in EarlierSubmissions.FromNewest(last))
        {
            if (submission.ScriptClass is { } declared && declared.GetMembers(name.ValueText).FirstOrDefault() is { } found)
            {
                return found is ITypeSymbol { DeclaringSyntaxReferences: [var declaration, ..] }
                    ? string.Format(null, Strings.EarlierTypeBeside, message.TrimEnd('.'), name.Text, declaration.SyntaxTree.FilePath)
                    : SubmissionNames.IsRemoval(declared.Name) ? message
                    : string.Format(null, Strings.SessionBeside, message.TrimEnd('.'), name.Text);
            }
        }

        return message;
    }

    private static SyntaxToken? NameAt(Location location) =>
        location.SourceTree is { } tree && tree.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true).DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault() is { } name
            ? name.Identifier
            : null;
}
