using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>The context that a session's files are loaded into.</summary>
internal interface IAssemblyHome
{
    /// <summary>Whether it has begun to unload.</summary>
    bool IsGoing { get; }

    /// <summary>Loads a file of the session. False where the context has begun to unload.</summary>
    bool TryLoad(string name, AssemblyPlace place, [NotNullWhen(true)] out Assembly? assembly);
}
