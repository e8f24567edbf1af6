using System.Management.Automation;
using AsyncCSharp.Calls;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>What the cmdlets about a session have in common.</summary>
public abstract class SessionCommand : PSCmdlet
{
    private readonly StopHandOff<PumpWait> _wait = new(static wait => wait.Stop());
    private RunspaceSessions? _state;

    private protected SessionCommand()
    {
    }

    private protected RunspaceSessions State
    {
        get
        {
            if (_state is null)
            {
                _state = RunspaceSessions.Current;
                _state.Host ??= Host;
            }

            return _state;
        }
    }

    /// <summary>
    /// Whether the cmdlet only reads what is there already, so that it may be used in every language mode. It is not
    /// asked of cmdlets one by one: what does not say so is refused.
    /// </summary>
    private protected virtual bool OnlyReads => false;

    /// <summary>Refuses where the caller may not run code. What overrides this calls it first.</summary>
    protected override void BeginProcessing()
    {
        if (!OnlyReads && LanguagePolicy.RefusalFor(this) is { } reason)
        {
            ThrowTerminatingError(Errors.LanguageModeNotAllowed(MyInvocation.MyCommand.Name, reason));
        }
    }

    /// <summary>Has the wait end when the cmdlet is stopped.</summary>
    private protected void EndWithCommand(PumpWait wait) => _wait.Begin(wait);

    /// <summary>Begins a method of a command that runs cells; to be disposed at the method's end.</summary>
    private protected DirectCall BeginCall() => DirectCall.Begin(this, static command => command.StopProcessing);

    /// <summary>Ends the wait for a session. What overrides this calls it too.</summary>
    protected override void StopProcessing()
    {
        _wait.Stop();
    }

    /// <summary>Takes the session for this thread, for as long as the hold is not disposed. Where another thread has it, waits a little.</summary>
    /// <param name="session">The session.</param>
    /// <param name="target">What the error is about, where it cannot be had.</param>
    /// <param name="atMost">A limit of the call's own for the wait.</param>
    /// <exception cref="WaitTimeoutException">That limit was the shorter one, and is over.</exception>
    private protected SessionHold EnterSession(CSharpSession session, object? target, TimeSpan? atMost = null)
    {
        try
        {
            return session.Enter(() => MakeWait(atMost < Durations.SessionPatience ? atMost.Value : Durations.SessionPatience));
        }
        catch (SessionException e)
        {
            ThrowTerminatingError(Errors.FromSession(e, target));
        }
        catch (WaitTimeoutException) when (!(atMost < Durations.SessionPatience))
        {
            ThrowTerminatingError(Errors.SessionBusy(session.Name, target));
        }
        finally
        {
            _wait.End();
        }

        throw new InvalidOperationException();
    }

    /// <summary>The session meant by a <c>-Session</c> argument: a session object, or a name; the Default session without.</summary>
    private protected CSharpSession ResolveSession(object? argument)
    {
        switch (PSValue.Unwrap(argument))
        {
            case null:
                return State.Find(RunspaceSessions.DefaultSessionName)!;
            case CSharpSession session when session.State == CSharpSessionState.Removed:
                ThrowTerminatingError(Errors.SessionNotFound(session.Name));
                return session;
            case CSharpSession session when session.Owner != State:
                ThrowTerminatingError(Errors.SessionElsewhere(session.Name));
                return session;
            case CSharpSession session:
                return session;
            case { } name:
                string text = name.ToString()!;
                if (State.Find(text) is { } found)
                {
                    return found;
                }

                ThrowTerminatingError(Errors.SessionNotFound(text));
                return null!;
        }
    }

    /// <summary>The runner that the argument means, in the order in which <c>Set-AutoAwait</c> looks.</summary>
    private protected RunnerEntry ResolveRunner(CSharpSession session, object? argument)
    {
        try
        {
            if (new RunnerResolver(State, () => EnterSession(session, argument)).Find(argument) is { } entry)
            {
                return entry;
            }
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is not null)
        {
            ThrowTerminatingError(Errors.RunnerFailed(e.InnerException, argument!.ToString()!));
        }

        ThrowTerminatingError(Errors.UnknownRunner(argument, State.Runners.Entries.Select(e => e.Name)));
        return null!;
    }

    /// <summary>What a <c>-Runner</c> argument means for one call. A runner that is asked for by name is to run the cell, <c>Sync</c> too.</summary>
    private protected RunnerChoice ResolveRunnerForCall(CSharpSession session, object? argument)
    {
        RunnerChoice own = RunnerChoice.Of(session);
        if (argument is null)
        {
            return own;
        }

        return RunnerResolver.TryReadSwitch(argument, out bool enabled)
            ? own with { AutoAwait = enabled }
            : new RunnerChoice(ResolveRunner(session, argument), AutoAwait: true);
    }

    /// <summary>What a <c>-Variable</c> argument gives to the cell of a call; null for nothing.</summary>
    private protected CallVariables? ReadVariables(object? argument)
    {
        if (argument is null)
        {
            return null;
        }

        if (!VariableArgument.TryRead(argument, SessionState, out IReadOnlyList<KeyValuePair<string, object?>> variables, out ErrorRecord? error))
        {
            ThrowTerminatingError(error);
        }

        return variables.Count > 0 ? new CallVariables(variables) : null;
    }

    /// <summary>The folder that relative paths start from: the file system location of the caller, or the process's where the runspace has no file system.</summary>
    private protected string CurrentFolder
    {
        get
        {
            try
            {
                return SessionState.Path.CurrentFileSystemLocation.ProviderPath;
            }
            catch (SessionStateException)
            {
#pragma warning disable RS0030 // A host need not give its runspaces a file system, and PowerShell has no location to tell then.
                return Environment.CurrentDirectory;
#pragma warning restore RS0030
            }
        }
    }

    /// <summary>A PowerShell path to one existing file as a path of the file system.</summary>
    private protected string ResolveFile(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem" || !File.Exists(full))
        {
            ThrowTerminatingError(Errors.PathNotFound(path));
        }

        return full;
    }

    /// <summary>As <see cref="ResolveFile"/>, for a path with wildcards: the files that match.</summary>
    private protected IEnumerable<string> ResolveFiles(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [ResolveFile(path)];
        }

        IEnumerable<string> found = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        return provider.Name == "FileSystem" ? found.Where(File.Exists) : [ResolveFile(path)];
    }

    /// <summary>The text of a file.</summary>
    private protected string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.FileNotReadable(path, e));
            return null!;
        }
    }

    /// <summary>Writes a verbose record, made only where the user wants such.</summary>
    private protected void Tell(Func<string> message)
    {
        if (OwnRecords.AreWanted(this))
        {
            OwnRecords.Tell(this, message());
        }
    }

    /// <summary>Tells why the cache on disk was not used for what the cmdlet has compiled.</summary>
    private protected void TellOfCache(CSharpSession session)
    {
        foreach (string problem in session.Glance?.TakeCacheProblems() ?? [])
        {
            Tell(() => problem);
        }
    }

    private PumpWait MakeWait(TimeSpan time)
    {
        PumpWait wait = new(time);
        _wait.Begin(wait);
        return wait;
    }

    /// <summary>As <see cref="Guarded{T}"/>, for what gives nothing.</summary>
    private protected void Guarded(Action action, object? target) => _ = Guarded<object?>(
        () =>
        {
            action();
            return null;
        },
        target);

    /// <summary>An error with the place that the cmdlet was called from.</summary>
    private protected ErrorRecord Placed(ErrorRecord record) => Errors.Placed(record, MyInvocation);

    /// <summary>Runs what may end in an error about a session, reference or compilation, as a terminating error of the cmdlet.</summary>
    private protected T Guarded<T>(Func<T> action, object? target)
    {
        try
        {
            return action();
        }
        catch (SessionException e)
        {
            ThrowTerminatingError(Errors.FromSession(e, target));
        }
        catch (CSharpCompilationException e)
        {
            ThrowTerminatingError(Placed(Errors.CompilationFailed(e, target)));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }

        throw new InvalidOperationException();
    }
}
