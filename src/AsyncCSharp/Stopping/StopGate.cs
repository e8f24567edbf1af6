using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace AsyncCSharp;

/// <summary>
/// The checks that compiled cells carry, so that they can be stopped and cannot overflow the stack. Called by compiled
/// cells only. Any thread.
/// </summary>
/// <remarks>
/// The flag is one for the process and the question whose run is meant is asked only while it is raised: a static of a
/// collectible assembly costs an indirection on each read, this one does not.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopGate
{
    /// <summary>
    /// How far below a checked address the stack is taken for good without asking again. The runtime's own check
    /// guarantees at least 64 KB beyond it.
    /// </summary>
    private const int StackStep = 16 * 1024;

    /// <summary>
    /// How much stack a recursion gets, where the thread has as much: more than the main thread of a program has on
    /// Windows, and little enough that the exception is there at once. Its way out costs by the frame, and by the square
    /// of the depth in async methods, where each level throws it again: eight megabytes of those took minutes.
    /// </summary>
    private const int RecursionBudget = 2 * 1024 * 1024;

    private static volatile bool s_raised;
    private static int s_tickets;

    // The complement of the lowest address known to be good, so that a new thread's zero means "ask first".
    [ThreadStatic]
    private static nuint t_stackFloor;

    // The highest address that a check has seen on the thread.
    [ThreadStatic]
    private static nuint t_stackTop;

    /// <summary>At a loop or backward jump: throws where the run that executes is to stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (s_raised)
        {
            CellRun.ThrowIfStopped(StopPoint.Jump);
        }
    }

    /// <summary>At the entry of a method, local function or lambda: as <see cref="Check"/>, and looks after the stack.</summary>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Enter()
    {
        byte here;
        if ((nuint)(&here) < ~t_stackFloor)
        {
            CheckStack((nuint)(&here));
        }

        if (s_raised)
        {
            CellRun.ThrowIfStopped(StopPoint.Jump);
        }
    }

    /// <summary>At the start of a handler that catches everything: throws again, so that a stop cannot be swallowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Catch()
    {
        if (s_raised)
        {
            CellRun.ThrowIfStopped(StopPoint.Catch);
        }
    }

    /// <summary>Where an await comes back: throws where the run is to stop, also when what was awaited has not ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Resume()
    {
        if (s_raised)
        {
            CellRun.ThrowIfStopped(StopPoint.Resume);
        }
    }

    internal static void Raise()
    {
        Interlocked.Increment(ref s_tickets);
        s_raised = true;
    }

    internal static void Lower()
    {
        if (Interlocked.Decrement(ref s_tickets) == 0)
        {
            s_raised = false;

            // A stop that came between the two lines above must not be lost.
            if (Volatile.Read(ref s_tickets) > 0)
            {
                s_raised = true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckStack(nuint here)
    {
        t_stackTop = nuint.Max(t_stackTop, here);
        if (t_stackTop - here > RecursionBudget || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InsufficientExecutionStackException(Strings.RecursionTooDeep);
        }

        t_stackFloor = ~(here - StackStep);
    }
}
