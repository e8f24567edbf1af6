using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>The home of one cell that declares nothing: nobody refers to it by name, so it goes as soon as it is no longer run.</summary>
/// <param name="name">The name.</param>
/// <param name="known">What it finds.</param>
internal sealed class CellLoadContext(string name, IAssemblyFinder known) : ResolvingContext(name)
{
    private WeakReference? _starter;

    /// <inheritdoc/>
    public override bool IsOver => base.IsOver || _starter is { IsAlive: false };

    protected override IAssemblyFinder Known => known;

    /// <summary>Loads the cell.</summary>
    /// <param name="image">Its assembly.</param>
    /// <param name="symbols">The symbols of that.</param>
    /// <param name="starter">What alone can start the cell; null where it lives as long as the session.</param>
    public Assembly LoadCell(byte[] image, byte[] symbols, object? starter = null)
    {
        _starter = starter is null ? null : new(starter);
        return LoadCode(image, symbols);
    }
}
