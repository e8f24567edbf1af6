using System.Management.Automation;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Gets the cells that a C# session has run.</summary>
[Cmdlet(VerbsCommon.Get, "CSharpHistory")]
[OutputType(typeof(CSharpHistoryEntry))]
public sealed class GetCSharpHistoryCommand : SessionCommand
{
    /// <summary>The numbers of the cells to get; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(HistoryIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>How many to get: the last ones, or with a number those up to it.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>The session: its name, or the object. An entry that is piped is of the session that it names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Without the session's gate: the list is one of its own, so that it can be looked at while a cell runs.
        CSharpSession session = ResolveSession(Session);
        CellRecord[] cells = session.Lifetime.History.Cells;
        if (Id is null)
        {
            Write(cells.TakeLast(Count), session);
        }
        else if (!MyInvocation.BoundParameters.ContainsKey(nameof(Count)))
        {
            foreach (int id in Id)
            {
                if (HasOf(cells, id, session))
                {
                    Write(cells.Where(c => c.Number == id), session);
                }
            }
        }
        else if (Id is not [int last])
        {
            ThrowTerminatingError(Errors.CountForSeveralIds(Id));
        }
        else if (HasOf(cells, last, session))
        {
            Write(cells[..(Array.FindLastIndex(cells, c => c.Number == last) + 1)].TakeLast(Count), session);
        }
    }

    private bool HasOf(CellRecord[] cells, int id, CSharpSession session)
    {
        bool isThere = Array.Exists(cells, c => c.Number == id);
        if (!isThere)
        {
            WriteError(Errors.HistoryNotFound(id, session.Name, Array.ConvertAll(cells, static c => c.Number)));
        }

        return isThere;
    }

    private void Write(IEnumerable<CellRecord> cells, CSharpSession session)
    {
        foreach (CellRecord cell in cells)
        {
            WriteObject(cell.ToEntry(session.Name));
        }
    }
}
