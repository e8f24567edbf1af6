using AsyncCSharp.Conversion;

namespace AsyncCSharp.Receiving;

/// <summary>Something that <c>Receive-Task</c> waits for, as a sequence of items: a task has at most one.</summary>
internal abstract class ReceivedSource
{
    /// <summary>The object that was handed in.</summary>
    public required object Value { get; init; }

    /// <summary>The item that <see cref="NextAsync"/> has come to.</summary>
    public abstract object? Current { get; }

    /// <summary>Whether items are written as they are; the result of a task is taken apart as PowerShell does.</summary>
    public abstract bool IsStream { get; }

    /// <summary>Goes to the next item; false at the end. Not called again before it has ended.</summary>
    public abstract ValueTask<bool> NextAsync();

    /// <summary>Lets go of the source, which may not have come to its end.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>The source for a value, or null for one that cannot be awaited.</summary>
    /// <param name="value">The value, out of its <c>PSObject</c>.</param>
    /// <param name="token">Ends a stream.</param>
    public static ReceivedSource? For(object value, CancellationToken token)
    {
        if (ValueKinds.StreamTypeOf(value) is { } type)
        {
            Type source = typeof(StreamSource<>).MakeGenericType(type.GetGenericArguments()[0]);
            return (ReceivedSource)Activator.CreateInstance(source, value, token)!;
        }

        return Awaitable.Is(value) ? new TaskSource(Awaitable.AsTask(value)) { Value = value } : null;
    }
}
