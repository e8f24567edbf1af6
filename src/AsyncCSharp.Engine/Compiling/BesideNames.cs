using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// Has a cell, and later ones, mean what stands beside it (see <see cref="SideTypes"/>) by a name that an earlier cell has given to
/// something else. The compiler looks into all submissions before it looks into libraries, but an alias belongs to its submission.
/// </summary>
internal static class BesideNames
{
    /// <summary>The cell with aliases, which take no room, for the names that are taken. An alias cannot be that of a generic type.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="previous">The submission before it, or null.</param>
    public static ParsedCell PutFirst(ParsedCell cell, CompiledSubmission? previous)
    {
        if (cell.Types is null || previous is null)
        {
            return cell;
        }

        UsingDirectiveSyntax[] aliases = [.. SideTypes.NamesOf(cell.Types)
            .Select(name => name.Split('.')[0])
            .Where(name => !name.Contains('`', StringComparison.Ordinal))
            .Distinct()
            .Where(name => IsTaken(name, previous.Compilation))
            .Select(AliasFor)];
        if (aliases.Length == 0)
        {
            return cell;
        }

        CompilationUnitSyntax root = (CompilationUnitSyntax)cell.Tree.GetRoot();
        return cell with { Tree = ScriptSyntax.WithRoot(cell.Tree, root.AddUsings(aliases)) };
    }

    private static bool IsTaken(string name, CSharpCompilation last)
    {
        foreach (CSharpCompilation submission in EarlierSubmissions.FromNewest(last))
        {
            if (submission.ScriptClass?.GetMembers(name).Length > 0 || submission.SyntaxTrees.Any(tree => HasAlias((CompilationUnitSyntax)tree.GetRoot(), name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAlias(CompilationUnitSyntax root, string name) => root.Usings.Any(u => u.Alias?.Name.Identifier.ValueText == name);

    private static UsingDirectiveSyntax AliasFor(string name) =>
        ZeroWidth.Of(SyntaxFactory.ParseCompilationUnit($"using @{name} = global::@{name};").Usings[0]);
}
