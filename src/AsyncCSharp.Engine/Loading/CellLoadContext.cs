using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>The home of one cell that declares nothing: nobody refers to it by name, so it goes as soon as it is no longer run.</summary>
/// <param name="name">The name.</param>
/// <param name="known">What it finds.</param>
/// <param name="starter">What alone can start the cell; null where it lives as long as the session.</param>
internal sealed class CellLoadContext(string name, IAssemblyFinder known, object? starter = null) : ResolvingContext(name)
{
    private readonly WeakReference? _starter = starter is null ? null : new(starter);

    /// <inheritdoc/>
    public override bool IsOver => base.IsOver || _starter is { IsAlive: false };

    protected override IAssemblyFinder Known => known;

    /// <summary>Loads the cell.</summary>
    public Assembly LoadCell(byte[] image, byte[] symbols) => LoadCode(image, symbols);
}
