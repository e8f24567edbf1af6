using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>An asynchronous stream whose tuples get their names as they come.</summary>
internal sealed class NamedStream<T>(IAsyncEnumerable<T> items, TupleNames names) : IAsyncEnumerable<object?>
{
    public async IAsyncEnumerator<object?> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(true))
        {
            yield return names.Apply(item);
        }
    }
}

/// <summary>Makes them of streams whose type only run time knows.</summary>
internal static class NamedStream
{
    /// <summary>The stream with its names.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="type">The <see cref="IAsyncEnumerable{T}"/> that it implements.</param>
    /// <param name="names">The names of its items.</param>
    public static object Of(object stream, Type type, TupleNames names) =>
        typeof(NamedStream<>).MakeGenericType(type.GetGenericArguments()[0])
            .GetConstructors(BindingFlags.Instance | BindingFlags.Public)[0].Invoke([stream, names]);
}
