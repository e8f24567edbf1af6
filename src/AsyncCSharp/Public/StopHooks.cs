using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// The checks that compiled cells carry, so that they can be stopped and cannot overflow the stack. Called by compiled
/// cells only. Any thread. See docs/design/stopping.md.
/// </summary>
/// <remarks>
/// The flag is one for the process and the question whose run is meant is asked only while it is raised: a static of a
/// collectible assembly costs an indirection on each read, this one does not.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopHooks
{
    /// <summary>At a loop or backward jump: throws where the run that executes is to stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (StopFlag.IsRaised)
        {
            StopChecks.ThrowIfStopped(StopPoint.Jump);
        }
    }

    /// <summary>At the entry of a method, local function or lambda: as <see cref="Check"/>, and looks after the stack.</summary>
    /// <remarks>
    /// One comparison for both, by the address of a local: it lies in the stretch of stack that was found good last, and
    /// while the flag is raised no address does.
    /// </remarks>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    public static unsafe void Enter()
    {
        byte here;
        if ((nuint)(&here) - StackWindow.Start >= StackWindow.Size)
        {
            EnterSlowly((nuint)(&here));
        }
    }

    /// <summary>As <see cref="Enter"/>, for an async method: what it does costs more than a closer look.</summary>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void EnterAsync()
    {
        byte here;
        StackWindow.CheckAsync((nuint)(&here));
        if (Task.CurrentId is not null)
        {
            ExecutingTasks.Note(null);
        }

        Check();
    }

    /// <summary>Where an async iterator goes on: looks after the stack. To stop it is the business of its other checks.</summary>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void EnterIterator()
    {
        byte here;
        StackWindow.CheckAsync((nuint)(&here));
    }

    /// <summary>At the entry of a finalizer: as <see cref="Enter"/>, and notes that it begins.</summary>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void EnterFinalizer()
    {
        CodeThread.Current.BeginFinalizer();
        Enter();
    }

    /// <summary>
    /// Before the call of a library method that throws again what it catches, and at the entry of a static constructor, which
    /// the runtime does that for: looks whether there is stack for all of these throws, one inside the other.
    /// </summary>
    /// <returns>What is to be handed to <see cref="LeaveWrapping"/>.</returns>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe nuint EnterWrapping()
    {
        byte here;
        WrappingDepth.Enter((nuint)(&here));
        return (nuint)(&here);
    }

    /// <summary>Ends <see cref="EnterWrapping"/>, if no exception does.</summary>
    /// <param name="entered">What that gave.</param>
    public static void LeaveWrapping(nuint entered) => WrappingDepth.Leave(entered);

    /// <summary>
    /// Whether a handler may catch: not where the stack is nearly used up. The runtime calls a handler on top of what has thrown, and
    /// a handler that throws again, at each level of a recursion, would have the stack overflow.
    /// </summary>
    /// <param name="exception">The exception, or null where it is not of the handler's type.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe bool MayCatch(object? exception)
    {
        byte here;
        return exception is not null && StackWindow.MayCatch((nuint)(&here));
    }

    /// <summary>As <see cref="MayCatch"/>, for a handler with a filter of its own.</summary>
    /// <param name="own">What that filter says.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe bool MayAlsoCatch(bool own)
    {
        byte here;
        return own && StackWindow.MayCatch((nuint)(&here));
    }

    /// <summary>At the start of a handler that catches everything: throws again, so that a stop cannot be swallowed.</summary>
    /// <param name="caught">What it has caught.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Catch(object caught)
    {
        if (StopFlag.IsRaised)
        {
            StopChecks.ThrowIfStopped(StopPoint.Catch, caught);
        }
    }

    /// <summary>Where an await comes back: throws where the run is to stop, also when what was awaited has not ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Resume()
    {
        if (StopFlag.IsRaised)
        {
            StopChecks.ThrowIfStopped(StopPoint.Resume);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EnterSlowly(nuint here)
    {
        StackWindow.Check(here);
        if (StopFlag.IsRaised)
        {
            StopChecks.ThrowIfStopped(StopPoint.Jump);
            return;
        }

        StackWindow.Open(here);

        // The flag may have gone up between the two lines above: whichever comes second must find the window closed.
        if (StopFlag.IsRaised)
        {
            StackWindow.Close();
        }
    }
}
