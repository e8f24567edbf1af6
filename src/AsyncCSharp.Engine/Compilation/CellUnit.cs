using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine;

/// <summary>One submission of a cell: the cell itself, or a file that it loads.</summary>
internal sealed class CellUnit(EmittedCell emitted, CSharpCompilation? compilation, int slot)
{
    private readonly Lock _lock = new();
    private volatile Func<object?[], Task<object?>>? _factory;

    /// <summary>What the compiler gave.</summary>
    public EmittedCell Emitted => emitted;

    /// <summary>The compilation that later submissions are built on; null where the cell declares nothing.</summary>
    public CSharpCompilation? Compilation => compilation;

    /// <summary>Its place in the array of submissions.</summary>
    public int Slot => slot;

    /// <summary>The library of the types that stand beside it, or null.</summary>
    public SideLibrary? Types { get; init; }

    /// <summary>The using directives of its text.</summary>
    public IReadOnlyList<string> Usings { get; init; } = [];

    /// <summary>Runs it: the first synchronous stretch on the calling thread.</summary>
    public Task<object?> Invoke(object?[] slots, Func<EmittedCell, Assembly> load) => (_factory ?? BindOnce(load))(slots);

    // A fan-out may start its first objects on several threads.
    private Func<object?[], Task<object?>> BindOnce(Func<EmittedCell, Assembly> load)
    {
        lock (_lock)
        {
            return _factory ??= Bind(load(emitted));
        }
    }

    private Func<object?[], Task<object?>> Bind(Assembly assembly)
    {
        Type type = assembly.GetType(emitted.ClassName, throwOnError: true)!;
        MethodInfo factory = type.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return factory.CreateDelegate<Func<object?[], Task<object?>>>();
    }
}
