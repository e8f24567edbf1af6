using System.Reflection;
using System.Runtime.Loader;

namespace AsyncCSharp.Engine;

/// <summary>
/// The private home of the engine and of its Roslyn. pwsh carries a Roslyn of its own in the default context, of a
/// version that we do not choose; what is in here never meets it. This assembly is the only one shared.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly Lock s_lock = new();
    private static readonly Assembly s_shared = typeof(EngineLoadContext).Assembly;
    private static IScriptEngine? s_engine;

    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    private EngineLoadContext(string enginePath)
        : base("AsyncCSharp.Engine")
    {
        _folder = Path.GetDirectoryName(enginePath)!;
        _resolver = new AssemblyDependencyResolver(enginePath);
    }

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

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == s_shared.GetName().Name)
        {
            return s_shared;
        }

        string? path = _resolver.ResolveAssemblyToPath(assemblyName);

        // Only what lies in our folder: a framework assembly that the resolver finds elsewhere is the host's business.
        return path is not null && path.StartsWith(_folder, StringComparison.Ordinal) ? LoadFromAssemblyPath(path) : null;
    }

    private static IScriptEngine Load()
    {
        string path = Path.Combine(Path.GetDirectoryName(s_shared.Location)!, "engine", "AsyncCSharp.Engine.dll");
        Assembly assembly = new EngineLoadContext(path).LoadFromAssemblyPath(path);
        Type type = assembly.GetType("AsyncCSharp.Engine.ScriptEngine", throwOnError: true)!;
        return (IScriptEngine)Activator.CreateInstance(type, nonPublic: true)!;
    }
}
