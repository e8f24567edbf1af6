using AsyncCSharp.Conversion;

namespace AsyncCSharp.Contract;

/// <summary>A compiled cell, ready to be started any number of times.</summary>
internal interface ICompiledCell
{
    /// <summary>Whether the cell awaits at top level.</summary>
    bool IsAsync { get; }

    /// <summary>Whether the cell ends in an expression with a value, so that null is output too.</summary>
    bool HasValue { get; }

    /// <summary>Whether its value is an awaitable or an asynchronous stream, as far as the compiler can tell.</summary>
    bool GivesAwaitable { get; }

    /// <summary>The names of the tuples in its value, when that has been awaited; null where there are none.</summary>
    TupleNames? ValueNames { get; }

    /// <summary>Whether the cell declares something that later cells see.</summary>
    bool Declares { get; }

    /// <summary>
    /// The name of the cell in its symbols, <c>Cell[3]</c>: not that of the cell that runs, where the code was compiled
    /// for an earlier one of the same text.
    /// </summary>
    string CompiledAs { get; }

    /// <summary>Where its code came from; of several parts, the one that took most.</summary>
    CellOrigin Origin { get; }

    /// <summary>Warnings of the compiler.</summary>
    IReadOnlyList<CellDiagnostic> Warnings { get; }

    /// <summary>Gives the session the cell's types and usings, before the cell is started on threads that do not have the session's gate.</summary>
    void Declare();

    /// <summary>
    /// Runs the cell's first synchronous stretch on the calling thread and gives the task of the whole. Where the cell
    /// declares something and <paramref name="keepState"/> is set, the session has the declarations from then on,
    /// whatever becomes of the task.
    /// </summary>
    /// <exception cref="CSharpCompilationException">Something else was declared since it was compiled, and it does not compile any more.</exception>
    Task<object?> Start(CellGlobals globals, bool keepState);
}
