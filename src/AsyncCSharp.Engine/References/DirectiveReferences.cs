namespace AsyncCSharp.Engine;

/// <summary>Adds what a cell refers to with <c>#r</c>. Errors say in which line that is.</summary>
internal sealed class DirectiveReferences(SessionReferences references, CellSource source)
{
    /// <summary>Adds them, the packages together: their versions have to go with each other.</summary>
    /// <exception cref="SessionException">One of them cannot be had.</exception>
    public void Add(IReadOnlyList<string> directives, CancellationToken cancellationToken)
    {
        List<PackageRequest> packages = [];
        foreach (string directive in directives)
        {
            if (PackageRequest.Read(directive) is { } package)
            {
                packages.Add(package);
            }
            else
            {
                At([directive], () => AddFile(directive));
            }
        }

        if (packages.Count > 0)
        {
            At(directives, () => _ = references.AddPackages(packages, source.BaseDirectory, cancellationToken));
        }
    }

    private void AddFile(string pathOrName)
    {
        if (!references.TryAdd(pathOrName, source.BaseDirectory))
        {
            throw SessionException.Of(nameof(Strings.ReferenceNotFound), pathOrName);
        }
    }

    private void At(IEnumerable<string> directives, Action action)
    {
        try
        {
            action();
        }
        catch (SessionException e)
        {
            // Of several packages the one that is at fault is named; where it is one that they need, the first stands for all.
            string[] named = [.. directives.Where(d => PackageRequest.Read(d) is not { } package || e.Message.Contains($"'{package.Id}'", StringComparison.OrdinalIgnoreCase))];
            throw e.At(source.DisplayName, CellDirectives.LineOf(source.Code, named.FirstOrDefault() ?? directives.First(d => PackageRequest.Read(d) is not null)));
        }
    }
}
