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

    // Older than all of its own. What they take here is counted once: a record's own count is that of the history which it is of.
    private readonly Queue<(CellRecord Cell, int Bytes)> _copied = new();
    private long _bytes;

    /// <summary>All of them, as they are now.</summary>
    public CellRecord[] Cells
    {
        get
        {
            lock (_lock)
            {
                return [.. _copied.Select(static copied => copied.Cell), .. _cells];
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
        CellRecord record = new(this, number, text, path, given);
        record.Bytes = SizeOf(record);
        lock (_lock)
        {
            _cells.Enqueue(record);
            _bytes += record.Bytes;
            Trim();
        }

        return record;
    }

    /// <summary>Begins with the calls of another session, of which this one is a copy. They count for the limits of both.</summary>
    public void CopyFrom(CellHistory other)
    {
        CellRecord[] copied = other.Cells;
        lock (_lock)
        {
            foreach (CellRecord record in copied)
            {
                int bytes = SizeOf(record);
                _copied.Enqueue((record, bytes));
                _bytes += bytes;
            }

            Trim();
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

    private static int SizeOf(CellRecord record) => BytesOfOne + (2 * record.Code.Length) + record.BytesGiven;

    private void Trim()
    {
        while (_copied.Count + _cells.Count is > 1 and var count && (count > mostCells || _bytes > mostBytes))
        {
            if (_copied.TryDequeue(out (CellRecord Cell, int Bytes) copied))
            {
                _bytes -= copied.Bytes;
                continue;
            }

            CellRecord oldest = _cells.Dequeue();
            _bytes -= oldest.Bytes;
            oldest.Bytes = -1;
        }
    }
}
