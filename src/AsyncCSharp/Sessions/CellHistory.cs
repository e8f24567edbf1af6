using AsyncCSharp.Conversion;
using AsyncCSharp.Text;

namespace AsyncCSharp.Sessions;

/// <summary>
/// The calls of a session's cells, oldest first, those that run among them. One a life of the session, which owns it; calls add to it on their own
/// threads, and any thread may look.
/// </summary>
/// <param name="mostCells">How many calls are kept.</param>
/// <param name="mostBytes">How much memory they may take. The newest one is kept in any case.</param>
internal sealed class CellHistory(int mostCells = CellHistory.MostCells, long mostBytes = CellHistory.MostBytes)
{
    /// <summary>As many as PowerShell keeps of its commands.</summary>
    private const int MostCells = 4096;

    private const long MostBytes = 16 << 20;
    private const int LongestText = 100_000;
    private const int BytesOfOne = 300;

    // Guards the rest. Nothing is called while it is held.
    private readonly Lock _lock = new();
    private readonly Queue<CellRecord> _cells = new();
    private CellRecord[] _copied = [];
    private long _bytes;

    /// <summary>All of them, as they are now.</summary>
    public CellRecord[] Cells
    {
        get
        {
            lock (_lock)
            {
                return [.. _copied, .. _cells];
            }
        }
    }

    /// <summary>A cell has got its number. Each call comes by here.</summary>
    /// <param name="number">The number.</param>
    /// <param name="code">The text.</param>
    /// <param name="path">The file that it is of, or null.</param>
    /// <param name="given">Will have what the call writes.</param>
    public CellRecord Begin(int number, string code, string? path, GivenValues given)
    {
        string text = code.Length > LongestText ? code[..Shown.Whole(code, LongestText)] : code;
        CellRecord record = new(this, number, text, path, given) { Bytes = BytesOfOne + (2 * text.Length) };
        lock (_lock)
        {
            _cells.Enqueue(record);
            _bytes += record.Bytes;
            Trim();
        }

        return record;
    }

    /// <summary>Begins with the calls of another session, of which this one is a copy. They count for that one's limits.</summary>
    public void CopyFrom(CellHistory other)
    {
        CellRecord[] copied = [.. other.Cells.TakeLast(mostCells)];
        lock (_lock)
        {
            _copied = copied;
        }
    }

    /// <summary>A call is over, and what is kept of its values is known.</summary>
    public void Grow(CellRecord record)
    {
        int given = record.BytesGiven;
        lock (_lock)
        {
            if (given > 0 && record.Bytes > 0)
            {
                record.Bytes += given;
                _bytes += given;
                Trim();
            }
        }
    }

    private void Trim()
    {
        while (_cells.Count > mostCells || (_bytes > mostBytes && _cells.Count > 1))
        {
            CellRecord oldest = _cells.Dequeue();
            _bytes -= oldest.Bytes;
            oldest.Bytes = -1;
        }
    }
}
