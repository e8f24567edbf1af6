using System.Numerics;

namespace AsyncCSharp.Stopping;

/// <summary>What <see cref="Interlocked"/> leaves to its callers.</summary>
internal static class Atomic
{
    /// <summary>Has a place hold at least a number. Any thread.</summary>
    /// <typeparam name="T">A number that <see cref="Interlocked"/> can exchange.</typeparam>
    /// <param name="place">The place.</param>
    /// <param name="number">The number.</param>
    public static void Raise<T>(ref T place, T number)
        where T : struct, INumber<T>
    {
        // Zero for zero changes nothing, and reads.
        T seen = Interlocked.CompareExchange(ref place, T.Zero, T.Zero);
        while (seen < number)
        {
            T found = Interlocked.CompareExchange(ref place, number, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
