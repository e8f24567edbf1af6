using NuGet.DependencyResolver;
using NuGet.LibraryModel;
using NuGet.Versioning;

namespace AsyncCSharp.Engine.Packages;

/// <summary>What NuGet's resolver has found for a list of packages, looked through for what cannot be had.</summary>
internal sealed class PackageGraph(GraphNode<RemoteResolveResult> root)
{
    private readonly AnalyzeResult<RemoteResolveResult> _analysis = root.Analyze();

    /// <summary>The packages, each of one version.</summary>
    public IReadOnlyList<RemoteMatch> Packages()
    {
        Dictionary<string, RemoteMatch> found = new(StringComparer.OrdinalIgnoreCase);
        GraphOperations.ForEach(root, node =>
        {
            if (node is { Disposition: Disposition.Accepted, Item.Key.Type: var type } && type == LibraryType.Package)
            {
                found[node.Item.Key.Name] = node.Item.Data.Match;
            }
        });
        return [.. found.Values.OrderBy(match => match.Library.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>
    /// Versions that a package needs and that the resolver did not take, because one that is asked for nearer to the root is
    /// lower: the higher one is to be asked for.
    /// </summary>
    public IEnumerable<LibraryRange> Downgraded => _analysis.Downgrades.Select(downgrade => downgrade.DowngradedFrom.Key);

    /// <summary>Packages of which no source has the version that is asked for, and a higher one was taken.</summary>
    public IReadOnlyList<PackageWarning> Substitutes()
    {
        List<PackageWarning> warnings = [];
        GraphOperations.ForEach(root, node =>
        {
            if (node is { Disposition: Disposition.Accepted, Item.Key: { Type: var type, Version: { } found } }
                && type == LibraryType.Package
                && node.Key.VersionRange is { IsFloating: false, IsMinInclusive: true, MinVersion: { } asked } range
                && found != asked)
            {
                string who = node.OuterNode is { OuterNode: not null, Item.Key: { } outer } ? $"{outer.Name} {outer.Version}" : Strings.PackageSession;
                warnings.Add(new PackageWarning(PackageWarnings.Substitute, node.Key.Name, string.Format(null, Strings.PackageSubstitute, who, node.Key.Name, range.PrettyPrint(), asked, found)));
            }
        });
        return warnings;
    }

    /// <summary>Refuses what cannot be had.</summary>
    /// <exception cref="SessionException">A package is nowhere, or two that are needed do not go together.</exception>
    public void Check(IReadOnlyCollection<string> sources)
    {
        GraphOperations.ForEach(root, node =>
        {
            if (node.Item is { Key.Type: var type } && type == LibraryType.Unresolved && node.Disposition != Disposition.Rejected)
            {
                throw PackageErrors.NotFound(node.Key, node.OuterNode is { OuterNode: not null } ? PathTo(node.OuterNode) : null, sources);
            }
        });
        if (_analysis.VersionConflicts is [var conflict, ..])
        {
            throw Conflict(conflict.Selected.Key.Name, PathTo(conflict.Selected), PathTo(conflict.Conflicting));
        }

        if (_analysis.Cycles is [var cycle, ..])
        {
            throw Conflict(cycle.Key.Name, PathTo(cycle), cycle.Key.Name);
        }
    }

    /// <summary>Two that are needed do not go together.</summary>
    public static SessionException Conflict(string id, string one, string other) => SessionException.Of(nameof(Strings.PackageConflict), id, one, other);

    // From the package that was asked for down to this one.
    private static string PathTo(GraphNode<RemoteResolveResult> node)
    {
        Stack<string> steps = new();
        for (GraphNode<RemoteResolveResult>? current = node; current is { OuterNode: not null }; current = current.OuterNode)
        {
            VersionRange? range = current.Key.VersionRange;
            steps.Push(range is null ? current.Key.Name : $"{current.Key.Name} {range.PrettyPrint()}");
        }

        return string.Join(" > ", steps);
    }
}
