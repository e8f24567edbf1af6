namespace AsyncCSharp.Engine.Loading;

/// <summary>The home of one assembly that a session's code needs for the first time when the session's own context is going: a finalizer, as a rule.</summary>
internal sealed class LateLoadContext(IAssemblyFinder known) : ResolvingContext("AsyncCSharp late")
{
    protected override IAssemblyFinder Known => known;
}
