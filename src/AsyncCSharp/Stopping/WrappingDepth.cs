using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Counts calls, one inside the other, of what throws again whatever it catches, and sees to it that the stack is enough for
/// an exception to come out of all of them. Calls that an exception has ended are found by their addresses: they lie below.
/// </summary>
internal static class WrappingDepth
{
    /// <summary>
    /// The stack that one throw in a handler keeps, until all that it leads to is over. Measured: 12 to 16 KB on Linux x64; and
    /// to spare.
    /// </summary>
    private const int BytesPerThrow = 24 * 1024;

    /// <summary>After how many more calls the stack is looked at again: that takes a while, since it touches the stack.</summary>
    private const int Step = 8;

    private const int ProbeBytes = 64 * 1024;

    // This is not in CodeThread, since it says whether there is stack left, at calls that have nothing to do with a stop.
    [ThreadStatic]
    private static List<nuint>? t_calls;

    /// <summary>Notes that such a call begins.</summary>
    /// <param name="here">An address below those of whoever calls it, and above those of what is called.</param>
    /// <exception cref="InsufficientExecutionStackException">There is not enough stack for it.</exception>
    public static void Enter(nuint here)
    {
        List<nuint> calls = t_calls ??= [];
        Leave(here);
        int count = calls.Count;
        if (count > 0 && count % Step == 0 && !HasStack((count + Step) * BytesPerThrow))
        {
            throw new InsufficientExecutionStackException(Strings.RecursionTooDeep);
        }

        calls.Add(here);
    }

    /// <summary>Notes that such a call has returned, and with it all calls inside of it.</summary>
    /// <param name="here">The address that it was entered with.</param>
    public static void Leave(nuint here)
    {
        List<nuint>? calls = t_calls;
        while (calls is { Count: > 0 } && calls[^1] <= here)
        {
            calls.RemoveAt(calls.Count - 1);
        }
    }

    // The stack is probed piece by piece, each of which is known to be there before it is touched.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe bool HasStack(int bytes)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        byte* piece = stackalloc byte[ProbeBytes];
        *piece = 0;
        return bytes <= ProbeBytes || HasStack(bytes - ProbeBytes);
    }
}
