using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Where on the stack cells may go on without asking. Each thread knows how much of its own stack has been looked at;
/// the window is a piece of that of one thread, whichever was the last to ask, so that the usual check is one comparison
/// with one static.
/// </summary>
/// <remarks>
/// A thread-local read on each entry made a method that does nothing but call itself three times slower. The start of the
/// window is one word and its size a constant: a reader on any thread has both or neither. A thread that ends leaves its
/// window behind, and another may get the same addresses for its stack. That thread's first checks then go unasked for as
/// long as it stays within these sixteen kilobytes, of the 64 and more that <see cref="Check(nuint)"/> keeps in reserve.
/// </remarks>
internal static class StackWindow
{
    /// <summary>
    /// How much stack there is below an address that was checked, and to spare: the runtime's own check guarantees at least 64 KB.
    /// </summary>
    public const int Size = 16 * 1024;

    /// <summary>
    /// How much stack a recursion gets, where the thread has as much: more than the main thread of a program has on
    /// Windows, and little enough that the exception is there at once.
    /// </summary>
    private const int RecursionBudget = 2 * 1024 * 1024;

    /// <summary>
    /// The same for async methods. Each level throws the exception again and copies its stack trace, which the runtime does
    /// for anybody: 8,000 levels allocate 5.6 GB for that and take seconds, 2,000 a sixteenth.
    /// </summary>
    private const int AsyncRecursionBudget = 512 * 1024;

    /// <summary>
    /// How many checks a thread makes for itself before it takes the window: where several threads want it, that it goes
    /// to and fro costs more than it saves.
    /// </summary>
    private const int Patience = 64;

    /// <summary>
    /// What <see cref="RuntimeHelpers.TryEnsureSufficientExecutionStack"/> makes sure of (the runtime's MinExecutionStackSize).
    /// </summary>
    private static readonly nuint s_ensured = (nuint)(IntPtr.Size == 8 ? 128 : 64) * 1024;

    /// <summary>
    /// How much of that a handler may find left: half. An exception that a handler throws takes up to 16 KB, and the next
    /// handler is asked below that.
    /// </summary>
    private static readonly nuint s_handlerReserve = s_ensured / 2;

    // This is not in CodeThread, since checks write it at calls without any stop: a thread-static struct is reached without another object.
    [ThreadStatic]
    private static ThreadStack t_stack;

    /// <summary>The lowest address of the window. Zero, where no stack can be, stands for a closed one.</summary>
    public static nuint Start;

    /// <summary>Throws where the stack is used up.</summary>
    public static void Check(nuint here) => Check(here, RecursionBudget);

    /// <summary>As <see cref="Check(nuint)"/>, for an async method.</summary>
    public static void CheckAsync(nuint here) => Check(here, AsyncRecursionBudget);

    /// <summary>Whether there is enough stack for a handler, and for what it throws.</summary>
    public static bool MayCatch(nuint here)
    {
        nuint bottom = t_stack.Bottom;
        return RuntimeHelpers.TryEnsureSufficientExecutionStack() || (bottom != 0 && here > bottom && here - bottom >= s_handlerReserve);
    }

    private static void Check(nuint here, int budget)
    {
        ref ThreadStack stack = ref t_stack;
        if (stack.Floor != 0 && here >= stack.Floor && here < stack.Top && stack.Top - here <= (nuint)budget)
        {
            return;
        }

        stack.Top = nuint.Max(stack.Top, here + 1);
        if (stack.Top - here > (nuint)budget || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // What tells a handler of this very exception has the reserve for it.
            if (CodeThread.Current.IsTelling)
            {
                return;
            }

            throw new InsufficientExecutionStackException(Strings.RecursionTooDeep);
        }

        nuint floor = here - Size;
        stack.Floor = stack.Floor == 0 ? floor : nuint.Min(stack.Floor, floor);
        stack.Bottom = stack.Bottom == 0 ? here - s_ensured : nuint.Min(stack.Bottom, here - s_ensured);
    }

    /// <summary>
    /// Begins a cell on the calling thread: what was on the stack before does not count as its recursion. Returns what
    /// <see cref="EndRun"/> needs.
    /// </summary>
    public static unsafe nuint BeginRun()
    {
        byte here;
        nuint before = t_stack.Top;
        t_stack.Top = (nuint)(&here) + 1;
        return before;
    }

    /// <summary>Ends <see cref="BeginRun"/>.</summary>
    public static void EndRun(nuint before) => t_stack.Top = before;

    /// <summary>Puts the window where the calling thread is, if it is not too early for that.</summary>
    public static void Open(nuint here)
    {
        ref ThreadStack stack = ref t_stack;
        if (++stack.Misses < Patience)
        {
            return;
        }

        stack.Misses = 0;

        // The window lies around the address, so that the next calls and returns stay within it, but not beyond the thread's own stack.
        nuint start = nuint.Min(here - (Size / 2), stack.Top - Size);
        _ = Interlocked.Exchange(ref Start, nuint.Max(start, stack.Floor));
    }

    /// <summary>Closes the window: each check looks closer then.</summary>
    public static void Close() => Interlocked.Exchange(ref Start, 0);

    /// <summary>What a thread knows of its stack.</summary>
    private struct ThreadStack
    {
        /// <summary>The lowest address known to be good; zero means that nothing is known.</summary>
        public nuint Floor;

        /// <summary>The lowest address that is known to belong to the stack; zero means that nothing is known.</summary>
        public nuint Bottom;

        /// <summary>Above the highest address that was seen.</summary>
        public nuint Top;

        /// <summary>How many checks came outside of the window since the thread last took it.</summary>
        public int Misses;
    }
}
