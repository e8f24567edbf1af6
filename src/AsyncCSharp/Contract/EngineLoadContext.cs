using System.Reflection;
using System.Runtime.Loader;

namespace AsyncCSharp.Contract;

/// <summary>
/// The private home of the engine and of its Roslyn. pwsh carries a Roslyn of its own in the default context, of a
/// version that we do not choose; what is in here never meets it. This assembly is the only one shared.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly Lock s_lock = new();
    private static readonly Assembly s_shared = typeof(EngineLoadContext).Assembly;
    private static IScriptEngine? s_engine;

    private readonly EngineFolder _folder;

    private EngineLoadContext(EngineFolder folder)
        : base("AsyncCSharp.Engine") => _folder = folder;

    /// <summary>The engine of this process, loaded on the first call. Any thread.</summary>
    public static IScriptEngine Engine
    {
        get
        {
            if (s_engine is { } engine)
            {
                return engine;
            }

            lock (s_lock)
            {
                return s_engine ??= Load();
            }
        }
    }

    /// <summary>The engine, if it has been loaded.</summary>
    public static IScriptEngine? Loaded => s_engine;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == s_shared.GetName().Name)
        {
            return s_shared;
        }

        // What is ours lies where we know; the rest is the host's business. Asking the runtime's resolver takes as long as
        // finding a cell in the cache.
        return _folder.Find(assemblyName.Name!) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    private static IScriptEngine Load()
    {
        Assembly assembly = new EngineLoadContext(EngineFolder.Installed).LoadFromAssemblyName(new AssemblyName("AsyncCSharp.Engine"));
        Type type = assembly.GetType("AsyncCSharp.Engine.ScriptEngine", throwOnError: true)!;
        return (IScriptEngine)Activator.CreateInstance(type, nonPublic: true)!;
    }
}
