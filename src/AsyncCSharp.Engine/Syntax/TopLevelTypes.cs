using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// The types of a script as what they are to the rest of the session: public, whatever they say (<c>file class</c>, <c>internal</c>,
/// nothing). The assembly has them so in any case. In the text it matters to what stands in a namespace (see <c>EmbeddedClasses</c>),
/// which has no access to the private members of a script.
/// </summary>
internal static class TopLevelTypes
{
    /// <summary>Makes them public; no position moves.</summary>
    public static CompilationUnitSyntax Open(CompilationUnitSyntax root)
    {
        MemberDeclarationSyntax[] types = [.. root.Members.Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)];
        return types.Length == 0 ? root : root.ReplaceNodes(types, static (_, type) => SideAccess.MakePublic(type));
    }
}
