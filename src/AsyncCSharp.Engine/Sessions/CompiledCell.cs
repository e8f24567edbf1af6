using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Engine.Variables;

namespace AsyncCSharp.Engine.Sessions;

/// <summary>A cell that can be started: the files that it loads, then itself. Has no state of a run; may be shared.</summary>
internal sealed class CompiledCell : ICompiledCell
{
    private readonly SessionChain _chain;
    private readonly IReadOnlyList<CellSubmission> _submissions;
    private readonly bool _namesItself;

    public CompiledCell(SessionChain chain, IReadOnlyList<CellSubmission> submissions, CellText source)
    {
        _chain = chain;
        _submissions = submissions;
        CompiledAs = source.DisplayName;
        IsAsync = submissions.Any(s => s.Emitted.IsAsync);
        HasValue = submissions[^1].Emitted.HasValue;
        GivesAwaitable = submissions[^1].Emitted.GivesAwaitable;
        ValueNames = TupleNames.Parse(submissions[^1].Emitted.ValueNames);
        Declares = submissions.Any(s => s.Emitted.Declares || s.Types is not null);
        Warnings = [.. submissions.SelectMany(s => (s.Types?.Emitted.Warnings ?? []).Concat(s.Emitted.Warnings))];
        Origin = submissions[0].Origin;
        foreach (CellSubmission submission in submissions)
        {
            Origin = submission.Origin < Origin ? submission.Origin : Origin;
        }

        _namesItself = source.Path is null && submissions.Any(s => s.Emitted.Mentions(CompiledAs));
    }

    private CompiledCell(CompiledCell cell, string name)
    {
        _chain = cell._chain;
        _submissions = cell._submissions;
        CompiledAs = cell.CompiledAs;
        IsAsync = cell.IsAsync;
        HasValue = cell.HasValue;
        GivesAwaitable = cell.GivesAwaitable;
        ValueNames = cell.ValueNames;
        Declares = cell.Declares;
        Origin = cell.Origin;
        _namesItself = cell._namesItself;
        Warnings = [.. cell.Warnings.Select(w => w.Cell == cell.CompiledAs ? w.In(name) : w)];
    }

    public bool GivesAwaitable { get; }

    public TupleNames? ValueNames { get; }

    public string CompiledAs { get; }

    public bool IsAsync { get; }

    public bool HasValue { get; }

    public bool Declares { get; }

    public CellOrigin Origin { get; }

    public IReadOnlyList<CellDiagnostic> Warnings { get; }

    /// <summary>
    /// Whether the same text may be run with this very code again, under another number: it declares nothing, loads no files, and
    /// does not name itself.
    /// </summary>
    public bool IsReusable => !Declares && _submissions.Count == 1 && !_namesItself;

    /// <summary>The cell under the number that its text has this time: its warnings say so.</summary>
    public CompiledCell For(CellText source) =>
        Warnings.Count == 0 || source.DisplayName == CompiledAs ? this : new CompiledCell(this, source.DisplayName);

    public void Declare()
    {
        foreach (CellSubmission submission in _submissions)
        {
            _chain.Declare(submission);
        }
    }

    public Task<object?> Start(CellGlobals globals, bool keepState) => Start(globals, keepState, null);

    /// <summary>As <see cref="Start(CellGlobals, bool)"/>, for a call that was given variables.</summary>
    public Task<object?> Start(CellGlobals globals, bool keepState, LiveVariables? variables) =>
        _submissions.Count == 1 && _submissions[0].Emitted.EntryType.Length == 0 ? _chain.Start(_submissions[0], globals, keepState, variables) : StartAll(globals, keepState, variables);

    private async Task<object?> StartAll(CellGlobals globals, bool keepState, LiveVariables? variables)
    {
        object? value = null;
        foreach (CellSubmission submission in _submissions)
        {
            value = await _chain.Start(submission, globals, keepState, variables);

            // What a file has put into the execution context is there for what loads it.
            if (IRunningCell.Current?.EndFlow is { } flow)
            {
                ExecutionContext.Restore(flow);
            }
        }

        return _submissions[^1].Emitted.EntryType.Length == 0 ? value : _chain.RunMain(_submissions[^1]);
    }
}
