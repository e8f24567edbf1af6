using System.Reflection;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>One submission of a cell: the cell itself, or a file that it loads.</summary>
/// <param name="code">What it compiles to.</param>
/// <param name="view">What the next submission of the same cell is built on; null where it declares nothing.</param>
/// <param name="slot">Its place in the array of submissions.</param>
internal sealed class CellSubmission(SubmissionCode code, SubmissionView? view, int slot)
{
    private readonly Lock _lock = new();
    private volatile Func<object?[], Task<object?>>? _factory;

    /// <summary>All that it compiles to.</summary>
    public SubmissionCode Code => code;

    /// <summary>What the compiler gave.</summary>
    public EmittedAssembly Emitted => code.Emitted;

    /// <summary>The library of the types that stand beside it, or null.</summary>
    public SideLibrary? Types => code.Types;

    /// <summary>The using directives of its text.</summary>
    public IReadOnlyList<string> Usings => code.Usings;

    /// <summary>What the next submission of the same cell is built on; null where it declares nothing.</summary>
    public SubmissionView? View => view;

    /// <summary>What later cells are built on: as <see cref="View"/>, but without the names of the call's variables.</summary>
    public required SubmissionView? Lasting { get; init; }

    /// <summary>The slot of the call's variables; null where it was given none.</summary>
    public int? VariablesSlot { get; init; }

    /// <summary>Its place in the array of submissions.</summary>
    public int Slot => slot;

    /// <summary>Where its code came from.</summary>
    public CellOrigin Origin { get; init; }

    /// <summary>What it was compiled from, to be compiled again where its place is taken.</summary>
    public required CellText Text { get; init; }

    /// <summary>Whether its place in the chain is its own: it has been started, and what it declares was kept.</summary>
    public bool HasPlace { get; set; }

    /// <summary>The same cell for a later place, where something else took its own before it was started; null as long as that is not so.</summary>
    public CellSubmission? Moved { get; set; }

    /// <summary>Makes the submission's object and runs its first synchronous stretch; null before <see cref="Bind(Func{EmittedAssembly, Assembly})"/>.</summary>
    public Func<object?[], Task<object?>>? Factory => _factory;

    /// <summary>Gives <see cref="Factory"/>, after loading the assembly where that has not been done.</summary>
    public Func<object?[], Task<object?>> Bind(Func<EmittedAssembly, Assembly> load)
    {
        // A fan-out may start its first objects on several threads.
        lock (_lock)
        {
            return _factory ??= Bind(load(Emitted));
        }
    }

    /// <summary>A type that its text declares, of a name with a plus sign before each that is inside of another; null where there is none, or it has not run.</summary>
    public Type? FindNested(string name)
    {
        Type? type = _factory?.Method.DeclaringType;
        foreach (string part in name.Split('+'))
        {
            type = type?.GetNestedType(part, BindingFlags.Public | BindingFlags.NonPublic);
        }

        return type;
    }

    private Func<object?[], Task<object?>> Bind(Assembly assembly)
    {
        Type type = assembly.GetType(Emitted.ClassName, throwOnError: true)!;
        MethodInfo factory = type.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return factory.CreateDelegate<Func<object?[], Task<object?>>>();
    }
}
