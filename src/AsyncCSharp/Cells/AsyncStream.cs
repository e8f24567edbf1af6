using System.Reflection;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Streams an <see cref="IAsyncEnumerable{T}"/>: an item is in the pipeline before the next is asked for.</summary>
internal static class AsyncStream
{
    /// <summary>Writes all items; the enumerator is cancelled by the invocation's token and always disposed.</summary>
    public static Task WriteAsync(CellInvocation invocation, object source, Type type)
    {
        MethodInfo method = typeof(AsyncStream).GetMethod(nameof(WriteItemsAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        return method.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<CellInvocation, object, Task>>()(invocation, source);
    }

    private static async Task WriteItemsAsync<T>(CellInvocation invocation, object source)
    {
        await foreach (T value in ((IAsyncEnumerable<T>)source).WithCancellation(invocation.Token))
        {
            StopChecks.ThrowIfStopped(invocation.Stop);

            // Its own for each item: where nothing can be taken for long, the write of the one before waits still when the next is asked for.
            await invocation.Streams.SendAsync(output => output.WriteObject(value, enumerate: false));
        }
    }
}
