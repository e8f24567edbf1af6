using System.Diagnostics.CodeAnalysis;

namespace AsyncCSharp.Receiving;

/// <summary>An asynchronous sequence.</summary>
internal sealed class StreamSource<T> : ReceivedSource
{
    private readonly IAsyncEnumerator<T> _items;

    /// <summary>Begins to enumerate.</summary>
    [SetsRequiredMembers]
    public StreamSource(IAsyncEnumerable<T> source, CancellationToken token)
    {
        Value = source;
        _items = source.GetAsyncEnumerator(token);
    }

    public override object? Current => _items.Current;

    public override bool IsStream => true;

    public override ValueTask<bool> NextAsync() => _items.MoveNextAsync();

    public override ValueTask DisposeAsync() => _items.DisposeAsync();
}
