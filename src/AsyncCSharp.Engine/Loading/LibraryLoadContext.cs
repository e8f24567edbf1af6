namespace AsyncCSharp.Engine.Loading;

/// <summary>
/// The home of a library that was loaded for PowerShell, before any code of the session needed it. As long as none does, the session may
/// still come to refer to another version, or another build, which a context cannot have beside it.
/// </summary>
internal sealed class LibraryLoadContext(string name, IAssemblyFinder known) : ResolvingContext(name)
{
    protected override IAssemblyFinder Known => known;
}
