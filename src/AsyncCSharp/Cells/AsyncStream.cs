using System.Reflection;
using AsyncCSharp.Output;
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
        object? item = null;
        Action<ICellOutput> write = output => output.WriteObject(item, enumerate: false);
        await foreach (T value in ((IAsyncEnumerable<T>)source).WithCancellation(invocation.Token))
        {
            StopChecks.ThrowIfStopped(invocation.Stop);
            item = value;
            await invocation.Streams.SendAsync(write);
        }
    }
}
