using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>What the code of one session finds by name, as each of the session's contexts asks for it. Any thread.</summary>
internal interface IAssemblyFinder
{
    /// <summary>Who is told what code that finds it throws where nobody can catch it; null where that is gone.</summary>
    IFailureSink? Failures { get; }

    /// <summary>Whether the session is gone.</summary>
    bool IsOver { get; }

    /// <summary>Whether anything is loaded here that code may refer to.</summary>
    bool HasLoaded { get; }

    /// <summary>The assembly of that name, as cells of the session see it; null for the default context's. Loads it where that has not been done.</summary>
    Assembly? Find(AssemblyName assembly);

    /// <summary>The assembly that code means by that name, if it is loaded.</summary>
    Assembly? FindLoaded(AssemblyName assembly);

    /// <summary>The native library for a name, as the runtime varies it; or null.</summary>
    string? FindNative(string name);
}
