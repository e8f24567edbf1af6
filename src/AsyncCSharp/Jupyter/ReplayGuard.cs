using System.Text;

namespace AsyncCSharp.Jupyter;

/// <summary>Knows the last signatures: a message that comes a second time was not sent by who has the key. Any thread.</summary>
internal sealed class ReplayGuard
{
    /// <summary>As many as other kernels remember.</summary>
    private const int Most = 1 << 16;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether it is the first of its signature.</summary>
    public bool IsNew(ReadOnlySpan<byte> signature)
    {
        string text = Encoding.Latin1.GetString(signature);
        lock (_lock)
        {
            if (!_known.Add(text))
            {
                return false;
            }

            _order.Enqueue(text);
            if (_order.Count > Most)
            {
                _ = _known.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
