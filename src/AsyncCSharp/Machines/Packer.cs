using System.Text.RegularExpressions;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Machines;

/// <summary>
/// Finds out what a cell needs of a session, by the names in its text. A name may mean something else there; then more travels than is needed,
/// which does no harm: types and methods do nothing by themselves.
/// </summary>
internal static partial class Packer
{
    /// <summary>What a text may need.</summary>
    /// <param name="session">The session; null where there is none of that name.</param>
    /// <param name="code">The text.</param>
    /// <param name="given">The names of the call's own variables.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Luggage Pack(CSharpSession? session, string code, IEnumerable<string> given, CancellationToken cancellationToken)
    {
        if (session?.Glance is not { } script)
        {
            return new Luggage();
        }

        SessionContents contents = script.Contents;
        HashSet<string> mentioned = NamesIn(code);
        List<string> texts = [];
        foreach (string text in session.Declaring.All.Reverse().Where(t => NamesIn(t).Overlaps(mentioned)))
        {
            // Backwards: what a declaration means was declared before it, or with it.
            IReadOnlyList<DeclaredPart> parts = EngineLoadContext.Engine.DeclarationsIn(text, cancellationToken);
            HashSet<DeclaredPart> needed = [];
            while (parts.FirstOrDefault(p => !needed.Contains(p) && p.Names.Any(mentioned.Contains)) is { } part)
            {
                _ = needed.Add(part);
                mentioned.UnionWith(NamesIn(part.Text));
            }

            texts.Add(string.Join(Environment.NewLine, parts.Where(needed.Contains).Select(p => p.Text)));
        }

        texts.Reverse();
        return new Luggage
        {
            Usings = contents.Usings,
            Packages = contents.Packages,
            References = contents.References,
            Declarations = [.. texts.Where(t => t.Length > 0)],
            Variables = [.. script.GetVariables().Select(v => v.Name).Where(mentioned.Contains).Except(given)],
        };
    }

    private static HashSet<string> NamesIn(string code) => [.. Name().Matches(code).Select(m => m.Value)];

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{N}_]*")]
    private static partial Regex Name();
}
