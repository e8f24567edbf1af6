using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>The home of one cell that declares nothing: nobody refers to it by name, so it goes as soon as it is no longer run.</summary>
internal sealed class CellLoadContext(string name, IAssemblyFinder known) : ResolvingContext(name)
{
    protected override IAssemblyFinder Known => known;

    /// <summary>Loads the cell.</summary>
    public Assembly LoadCell(byte[] image, byte[] symbols) => LoadCode(image, symbols);
}
