using System.Diagnostics;
using AsyncCSharp.Calls;
using AsyncCSharp.Cells;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Prompting;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <content>How a call comes to its cell and its session.</content>
public sealed partial class InvokeCSharpCellCommand
{
    private long _opened;

    // The session that objects are waited for to run in, until the command ends.
    private CSharpSession? _awaited;

    private void Open(string? script)
    {
        CSharpSession session = ResolveSession(Session);
        string code = Code;
        string? path = null;
        if (script is not null)
        {
            path = ResolveFile(script);
            code = ReadFile(path);
        }
        else if (ScriptArgument is { Length: > 0 } extra)
        {
            ThrowTerminatingError(Errors.UnexpectedArgument(extra[0], MyInvocation.InvocationName));
        }

        // An empty text is no cell, as at IPython's prompt.
        if (string.IsNullOrWhiteSpace(code))
        {
            return;
        }

        _request = MakeRequest(session, code, path);
        if (IsJob)
        {
            return;
        }

        _exitCode = path is null ? null : new ScriptExitCode(SessionState.PSVariable);
        _opened = Stopwatch.GetTimestamp();
        if (!_request.ExpectsInput)
        {
            _ = Enter(_request);
            return;
        }

        _awaited = session;
        session.BeginAwaiting();
    }

    // Takes the session. Where objects come by the pipeline, the first of them does: what makes it may want the session, as a job does that is waited for.
    private CellPipeline Enter(CellRequest request)
    {
        try
        {
            CellInvocation invocation = Begin(request);
            return _pipeline = Guarded(() => request.Open(invocation), request.Code);
        }
        catch (Exception e) when (e is WaitTimeoutException || (e is OperationCanceledException && _invocation.Target is { Cause: StopCause.Timeout }))
        {
            ThrowTerminatingError(Errors.CellTimeout(request.TimeoutSeconds, request.Code));
            throw;
        }
    }

    private CellRequest MakeRequest(CSharpSession session, string code, string? path) => new()
    {
        Session = session,
        Code = code,
        Path = path,
        BaseDirectory = path is null ? FolderFor(code) : System.IO.Path.GetDirectoryName(path),
        Runner = ResolveRunnerForCall(session, Runner),
        Arguments = ArgumentList is null && ScriptArgument is null ? [] : [.. (ArgumentList ?? []).Concat(ScriptArgument ?? []).Select(a => PSValue.ForCell(a, State))],
        Variables = State.Of<OpenPrompt>().Prompt is { } prompt ? prompt.VariablesFor(session, code, ReadVariables(Variable)) : ReadVariables(Variable),
        JobLocation = IsJob ? CurrentFolder : null,
        ThrottleLimit = ThrottleLimit,
        KeepOrder = KeepOrder,
        TimeoutSeconds = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSeconds)) ? TimeoutSeconds : session.TimeoutSeconds,
        NoEnumerate = NoEnumerate,
        NoAwait = NoAwait,
        ExpectsInput = MyInvocation.ExpectingInput && !_runsFiles,
        IsVerbose = IsJob && OwnRecords.AreWanted(this),
    };

    // Only directives have paths, and PowerShell reads the list of mounted file systems to tell where it is: that is half
    // the time of a cell that has been compiled before.
    private string? FolderFor(string code) => code.Contains('#', StringComparison.Ordinal) ? CurrentFolder : null;

    // The time that the cell may take is counted from its opening: it may have to wait for objects and for its session.
    private CellInvocation Begin(CellRequest request)
    {
        TimeSpan? limit = request.TimeoutSeconds > 0 ? TimeSpan.FromSeconds(request.TimeoutSeconds) : null;
        _hold = EnterSession(request.Session, request.Code, limit is { } most ? TimeSpan.FromTicks(Math.Max(0, (most - Stopwatch.GetElapsedTime(_opened)).Ticks)) : null);
        CellInvocation invocation = new(_hold, new CmdletOutput(this, State.Of<OpenPrompt>().Prompt?.TakeLabel(request.Session))) { Arguments = request.Arguments };

        _invocation.Begin(invocation);
        if (limit is { } time)
        {
            _clock = new CellClock(invocation, time - Stopwatch.GetElapsedTime(_opened));
        }

        return invocation;
    }
}
