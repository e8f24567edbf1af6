using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>The home of one cell that declares nothing: nobody refers to it by name, so it goes as soon as it is no longer run.</summary>
/// <param name="name">The name.</param>
/// <param name="known">What it finds.</param>
internal sealed class CellLoadContext(string name, IAssemblyFinder known) : ResolvingContext(name)
{
    // What a cell takes of the runtime's own memory, about: 128 of them take 6.7 MB. The collector knows of the heap alone, where a cell has next to
    // nothing, and would let a thousand of them lie.
    private const long NativeSize = 64 * 1024;

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
        if (starter is not null)
        {
            _starter = new(starter);
            GC.AddMemoryPressure(NativeSize);
        }

        return LoadCode(image, symbols);
    }

    /// <inheritdoc/>
    protected override void Leave()
    {
        base.Leave();
        if (_starter is not null)
        {
            GC.RemoveMemoryPressure(NativeSize);
        }
    }
}
