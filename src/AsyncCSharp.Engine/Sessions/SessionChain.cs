using System.Reflection;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Loading;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Engine.Variables;

namespace AsyncCSharp.Engine.Sessions;

/// <summary>
/// The chain of one session: loads its submissions, runs them, and keeps what they declare. Calls that change it come one at a time, from
/// who has the session's gate; what only looks at it comes from any thread. See docs/design/submissions.md.
/// </summary>
/// <param name="context">Where code is loaded.</param>
/// <param name="references">What the session refers to.</param>
/// <param name="compiler">Compiles again what has lost its place.</param>
internal sealed class SessionChain(SessionLoadContext context, SessionReferences references, SubmissionSource compiler)
{
    // The libraries of types beside cells that are loaded. Locked while one is being loaded: the objects of a fan-out start on several threads.
    private readonly HashSet<SideLibrary> _libraries = [];
    private volatile SubmissionChain _current = SubmissionChain.Empty;
    private int _assemblies;
    private long _bytes;

    /// <summary>The chain as it is now. It is set to go back to an earlier one, where a change of several parts has failed.</summary>
    public SubmissionChain Current { get => _current; set => _current = value; }

    /// <summary>How much is loaded.</summary>
    public SessionMemory Memory => new(_assemblies, _bytes);

    /// <summary>Makes the chain longer. Compiling may run code that changes the chain meanwhile: then the change is made again, after that.</summary>
    public void Lengthen(Func<SubmissionChain, SubmissionChain> change)
    {
        SubmissionChain before;
        SubmissionChain after;
        do
        {
            before = _current;
            after = change(before);
        }
        while (!ReferenceEquals(before, _current));

        _current = after;
    }

    /// <summary>Takes over what another session has: what either declares or sets from now on is its own.</summary>
    /// <param name="other">The other session's.</param>
    /// <param name="globals">What this session's cells have in scope; null where none of them is ever run, for which the objects may be shared.</param>
    public void CopyFrom(SessionChain other, CellGlobals? globals)
    {
        _current = globals is null ? other._current : other._current.Copy(globals);
        _libraries.UnionWith(other._libraries);
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        _current = SubmissionChain.Empty;
        _libraries.Clear();
    }

    /// <summary>Starts one submission; where it declares something that is to be kept, later and nested cells see it from now on.</summary>
    public Task<object?> Start(CellSubmission submission, CellGlobals globals, bool keepState, LiveVariables? variables)
    {
        bool keeps = keepState && submission.Emitted.Declares;
        if (keeps)
        {
            submission = Place(submission, variables, globals.CancellationToken);
        }

        Declare(submission);
        SubmissionChain chain = submission.VariablesSlot is { } slot ? variables!.In(_current, slot) : _current;
        if (!keeps && submission.Slot == chain.NextSlot)
        {
            return chain.RunBeyond(globals, submission.Factory ?? Bind(submission, keeps));
        }

        object?[] slots = chain.SlotsForRun(globals);
        if (keeps && !submission.HasPlace)
        {
            // The place is taken before anything of the cell runs: a cell that it calls comes after it. The factory
            // writes the submission's object into this very array.
            submission.HasPlace = true;
            _current = new SubmissionChain(new CompiledChain(submission.Lasting, slots.Length, submission.Emitted.Name), slots);
            return Invoke(submission, slots, keeps);
        }

        try
        {
            return Invoke(submission, slots, keeps);
        }
        finally
        {
            // Run again, for the next object of a pipeline: the newest object counts.
            if (keeps && slots[submission.Slot] is { } instance && submission.Slot < _current.NextSlot)
            {
                _current = _current.Replace(submission.Slot, instance);
            }
        }
    }

    /// <summary>Runs the <c>Main</c> of a program whose types are the session's by now.</summary>
    public object? RunMain(CellSubmission submission)
    {
        string name = submission.Emitted.EntryType;
        submission = submission.Moved ?? submission;
        Type? type = submission.Types is { } types ? context.FindLoaded(SessionAssemblies.NameOf(types.Emitted.Name, types.Version), out _)?.GetType(name) : null;
        type ??= submission.FindNested(name) ?? throw new TypeLoadException(name);
        return EntryMethod.Run(type, IRunningCell.Current?.ArgumentTexts ?? []);
    }

    /// <summary>Gives the session the types and usings of a submission, before it is started on other threads.</summary>
    public void Declare(CellSubmission submission)
    {
        // Types and usings are the session's from the moment that the cell begins.
        if (submission.Types is null && submission.Usings.Count + submission.Code.Embedded.Count == 0)
        {
            return;
        }

        // A fan-out starts several at a time, and none may run before its types are there.
        lock (_libraries)
        {
            if (submission.Types is { } types && _libraries.Add(types))
            {
                Count(types.Emitted);
                context.LoadLibrary(types.Emitted.Name, types.Version, types.Emitted.Image, types.Emitted.Symbols);
                references.Add(types);
            }

            references.Hide(submission.Code.Embedded);
            references.Add(submission.Usings);
        }
    }

    // What runs between the compilation of a cell and its start may declare something itself, in the very place that the cell was
    // compiled for: a runner does, or a command that takes the cell's warnings. Then the cell is compiled again, to come after that.
    private CellSubmission Place(CellSubmission submission, LiveVariables? variables, CancellationToken cancellationToken)
    {
        while (submission.Moved is not null || (!submission.HasPlace && submission.Slot != NextSlot(submission, variables)))
        {
            submission = submission.Moved ??= compiler.Again(submission, variables?.Set.After(_current.Compiled) ?? _current.Compiled, cancellationToken);
        }

        return submission;
    }

    // The variables of a call take a slot before its first submission.
    private int NextSlot(CellSubmission submission, LiveVariables? variables)
    {
        SubmissionChain chain = _current;
        return submission.VariablesSlot is not { } slot || variables!.AreIn(chain, slot) ? chain.NextSlot
            : slot == chain.NextSlot ? slot + 1
            : -1;
    }

    /// <summary>Loads code that cells are to refer to.</summary>
    public Assembly Load(EmittedAssembly emitted)
    {
        Count(emitted);
        return context.LoadCell(emitted.Name, emitted.Image, emitted.Symbols);
    }

    private Task<object?> Invoke(CellSubmission submission, object?[] slots, bool keeps) => (submission.Factory ?? Bind(submission, keeps))(slots);

    private Func<object?[], Task<object?>> Bind(CellSubmission submission, bool keeps) => submission.Bind(emitted => keeps ? Load(emitted) : context.LoadAlone(emitted.Image, emitted.Symbols, submission));

    private void Count(EmittedAssembly emitted)
    {
        _ = Interlocked.Increment(ref _assemblies);
        _ = Interlocked.Add(ref _bytes, emitted.Image.Length + emitted.Symbols.Length);
    }
}
