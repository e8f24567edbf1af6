using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Children;

/// <summary>
/// The compiler of one session: in a process of its own where there is one, in this process where there is none, where it has been lost, and
/// for what it cannot do. Both give the same, so that each goes on with what the other has made. Calls come one at a time, from who has the
/// session's gate. See docs/design/compiler-process.md.
/// </summary>
/// <param name="children">The compilers in processes of their own.</param>
internal sealed class SessionCompiler(CompilerChildren children) : ICellCompiler
{
    // The process's: numbers of sessions.
    private static int s_sessions;

    private readonly int _session = Interlocked.Increment(ref s_sessions);
    private readonly LocalCompiler _local = new();
    private readonly CacheProblems _problems = new();
    private CompilerChild? _latest;
    private bool _wasSilent;
    private bool _isLeft;

    /// <summary>With those of this process.</summary>
    public SessionCompiler()
        : this(CompilerChildren.Shared)
    {
    }

    /// <summary>What the session does for its next cell while it waits for the compiler's own process. A thread that waits has the time.</summary>
    public Action? Meanwhile { get; init; }

    private delegate T Reader<T>(BinaryReader answer, CompilerChild child);

    /// <inheritdoc/>
    public CellBuild Build(CompilationRequest request, CancellationToken cancellationToken)
    {
        (int view, int library) = (0, 0);
        return Ask(request.Text, request.Scope.Generators.IsEmpty, Write, Read, () => _local.Build(request, cancellationToken), cancellationToken, Meanwhile);

        void Write(BinaryWriter writer, CompilerChild child)
        {
            (view, library) = (child.Numbers.New(), child.Numbers.New());
            writer.Write((byte)WireQuestion.Build);
            new BuildQuestion(request, _session, view, library).Write(writer, child.Numbers);
        }

        CellBuild Read(BinaryReader answer, CompilerChild child)
        {
            SubmissionCode code = SubmissionFormat.ReadCode(answer);
            SubmissionView? later = code.Emitted.Declares ? CellBuilder.Later(code, request) : null;
            if (later is not null)
            {
                child.Numbers.Add(later, view);
            }

            if (code.Types is { } types)
            {
                child.Numbers.Add(types, library);
            }

            return new CellBuild(code, later, CellOrigin.CompiledApart);
        }
    }

    /// <inheritdoc/>
    public CellTestResult Test(CompilationRequest request, bool isComplete, CancellationToken cancellationToken)
    {
        return Ask(request.Text, request.Scope.Generators.IsEmpty, Write, static (answer, _) => answer.ReadTest(), () => _local.Test(request, isComplete, cancellationToken), cancellationToken);

        void Write(BinaryWriter writer, CompilerChild child)
        {
            writer.Write((byte)WireQuestion.Test);
            writer.Write(isComplete);
            new BuildQuestion(request, 0, 0, 0).Write(writer, child.Numbers);
        }
    }

    /// <inheritdoc/>
    public CellDirectives ReadDirectives(CellText text, CancellationToken cancellationToken)
    {
        return Ask(text, true, Write, static (answer, _) => SubmissionFormat.ReadDirectives(answer), () => _local.ReadDirectives(text, cancellationToken), cancellationToken);

        void Write(BinaryWriter writer, CompilerChild child)
        {
            writer.Write((byte)WireQuestion.Directives);
            writer.WriteCell(text);
            BuildQuestion.WriteCulture(writer);
        }
    }

    /// <inheritdoc/>
    public (string Directive, string? Namespace) ReadUsing(string text, CancellationToken cancellationToken)
    {
        return Ask(
            new CellText { Code = text }, true, Write, static (answer, _) => (answer.ReadText(), answer.ReadOptionalText()), () => _local.ReadUsing(text, cancellationToken), cancellationToken);

        void Write(BinaryWriter writer, CompilerChild child)
        {
            writer.Write((byte)WireQuestion.Using);
            writer.WriteText(text);
            BuildQuestion.WriteCulture(writer);
        }
    }

    /// <inheritdoc/>
    public bool IsComplete(string code, CancellationToken cancellationToken)
    {
        return Ask(new CellText { Code = code }, true, Write, static (answer, _) => answer.ReadBoolean(), () => _local.IsComplete(code, cancellationToken), cancellationToken);

        void Write(BinaryWriter writer, CompilerChild child)
        {
            writer.Write((byte)WireQuestion.IsComplete);
            writer.WriteText(code);
        }
    }

    /// <summary>Why it was not compiled in a process of its own, since the last call.</summary>
    public IReadOnlyList<string> TakeProblems() => _problems.Take();

    private T Ask<T>(CellText text, bool isPossible, Action<BinaryWriter, CompilerChild> write, Reader<T> read, Func<T> here, CancellationToken cancellationToken, Action? meanwhile = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CompilerLostException? before = null;
        while (isPossible && !_isLeft && children.MayBeAsked && !CompilerChoice.IsInProcess)
        {
            try
            {
                return TryAsk(write, read, before, meanwhile, cancellationToken, out T? result) ? result : here();
            }
            catch (CompilerLostException e)
            {
                _latest = null;
                if (e.Loss == CompilerLoss.Fault && IsOfText(e, cancellationToken))
                {
                    throw CompilerFailure.Of(text, e.Message);
                }

                // An end that somebody else has brought about says nothing of the text, and is no reason to do without.
                if (before is null && e.Loss is CompilerLoss.Ended or CompilerLoss.Unready)
                {
                    before = e;
                    continue;
                }

                Leave(e);
                break;
            }
        }

        return here();
    }

    // False where the compiler cannot do it.
    private bool TryAsk<T>(
        Action<BinaryWriter, CompilerChild> write, Reader<T> read, CompilerLostException? before, Action? meanwhile, CancellationToken cancellationToken, [MaybeNullWhen(false)] out T result)
    {
        CompilerChild child = children.Rent(_latest, cancellationToken);
        try
        {
            if (child != _latest)
            {
                _latest = child;
                EngineIdentity.LookAgain();
            }

            BinaryReader answer = child.Ask(writer => write(writer, child), meanwhile, cancellationToken, out WireAnswer kind);
            _wasSilent = false;
            if (before is not null)
            {
                _problems.Add(before.Message);
            }

            switch (kind)
            {
                case WireAnswer.Done:
                    result = read(answer, child);
                    return true;
                case WireAnswer.Refused:
                    throw new CSharpCompilationException(answer.ReadDiagnostics());
                default:
                    // Empty for what it is not made for.
                    if (answer.ReadText() is { Length: > 0 } fault)
                    {
                        _problems.Add(string.Format(null, Strings.CompilerUnable, fault));
                    }

                    result = default;
                    return false;
            }
        }
        finally
        {
            children.Return(child);
        }
    }

    // Then it is an error of the text, and not compiled here: the shell would die of it, too. Where another compiler dies of a text that is
    // right, it is the program; unless the one that was lost had answered before.
    private bool IsOfText(CompilerLostException loss, CancellationToken cancellationToken)
    {
        try
        {
            return CompilerProbe.Works(children, cancellationToken);
        }
        catch (CompilerLostException)
        {
            return loss.HasAnswered;
        }
    }

    // One silence may be that of a machine that is overloaded; what is lost again and again is done without.
    private void Leave(CompilerLostException loss)
    {
        bool isForAll = loss.Loss is CompilerLoss.Unusable or CompilerLoss.Unready or CompilerLoss.Fault;
        _isLeft = isForAll || loss.Loss == CompilerLoss.Ended || (loss.Loss == CompilerLoss.Silent && _wasSilent);
        _wasSilent = loss.Loss == CompilerLoss.Silent;
        string reason = _isLeft && loss.Loss != CompilerLoss.Unusable ? string.Format(null, Strings.CompilerLeft, loss.Message) : loss.Message;
        _problems.Add(reason);
        if (isForAll)
        {
            children.Refuse(reason);
        }
    }
}
