using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.Json.Nodes;
using AsyncCSharp.Contract;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;
using AsyncCSharp.Typing;

namespace AsyncCSharp.Kernels;

/// <summary>
/// The runspace in which the cells of a kernel run. Cells come one at a time, from the thread that has opened it; any thread may stop the one
/// that runs.
/// </summary>
internal sealed class KernelRunspace : IDisposable
{
    private const string Command = "Out-CSharpNotebook";
    private const string ClearCommand = "Clear-Host";
    private const string DisplayCommand = "Out-Display";
    private const string PassCommand = "Out-CSharpNotebookPass";


    private readonly Runspace _runspace;
    private readonly KernelOptions _options;
    private volatile PowerShell? _running;
    private bool _hasProfiles;

    /// <summary>Makes it.</summary>
    /// <param name="host">Where PowerShell writes.</param>
    /// <param name="options">How the kernel is to be.</param>
    public KernelRunspace(KernelHost host, KernelOptions options)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry(Command, typeof(OutNotebookCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry(PassCommand, typeof(PassNotebookCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry(DisplayCommand, typeof(OutDisplayCommand), null));
        state.Commands.Add(new SessionStateAliasEntry("display", DisplayCommand));
        state.Commands.Remove(ClearCommand, typeof(SessionStateFunctionEntry));
        state.Commands.Add(new SessionStateCmdletEntry(ClearCommand, typeof(ClearNotebookCommand), null));
        Host = host;
        _options = options;
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
    }

    /// <summary>Where PowerShell writes.</summary>
    public KernelHost Host { get; }

    /// <summary>The variables of its C# session.</summary>
    public IReadOnlyList<ScriptVariable> Variables => Session.Glance?.GetVariables() ?? [];

    /// <summary>How text of C# may go on that is typed for its session.</summary>
    public CodeCompletions CompleteCSharp(CodeQuestion question) => CodeAnswers.Complete(Session, question);

    /// <summary>What a name in such text is; null where nothing is known.</summary>
    public CodeNote? Describe(CodeQuestion question) => CodeAnswers.Describe(Session, question);

    private RunspaceSessions State => RunspaceSessions.For(_runspace);

    private CSharpSession Session => State.Find(RunspaceSessions.DefaultSessionName)!;

    /// <summary>Opens it, in a folder. The compiler is not started: the first cell does, in 50 ms, and a kernel whose cells nobody runs does without its 70 MB.</summary>
    /// <exception cref="KernelStartException">The module or the folder is not there.</exception>
    public void Open(string folder)
    {
        _runspace.Open();
        Prepare("Import-Module", "Name", _options.Module);
        Prepare("Set-Location", "LiteralPath", folder);
        if (_options.Profile is PSObject profile)
        {
            _runspace.SessionStateProxy.SetVariable("PROFILE", profile);
        }
    }

    /// <summary>Runs the profiles before the first cell, as pwsh does, where that is wanted. What they write, and what is wrong with them, is that cell's.</summary>
    public void RunProfiles(KernelRequest request)
    {
        string[] names = _options.LoadsProfile && !_hasProfiles ? ["AllUsersAllHosts", "AllUsersCurrentHost", "CurrentUserAllHosts", "CurrentUserCurrentHost"] : [];
        _hasProfiles = true;
        foreach (string file in names.Select(name => (_options.Profile as PSObject)?.Properties[name]?.Value as string).OfType<string>().Where(File.Exists))
        {
            if (RunPowerShell($". '{CodeGeneration.EscapeSingleQuotedStringContent(file)}'", request) is { } error)
            {
                request.Write(string.Format(null, Strings.KernelProfileFailed, file, error.Message) + "\n", isError: true);
            }
        }
    }

    /// <summary>Runs a cell of C#.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="request">Where what it prints belongs, and who stops it.</param>
    /// <param name="show">Gets what it gives, by kinds.</param>
    /// <param name="number">The number that errors name it by; the next one without.</param>
    /// <returns>Why it has failed; null where it has not.</returns>
    public CellError? RunCSharp(string code, KernelRequest request, Action<JsonObject> show, int? number = null)
    {
        if (number is { } given)
        {
            Session.SetNextNumber(given);
        }

        State.Of<ConsoleTarget>().Sink = request;
        CellDisplay display = new(text => request.Print(text, isError: true));
        State.Of<ConsoleTarget>().ShowNext(request);
        CellError? error = Run(
            shell =>
            {
                _ = shell.AddCommand("Invoke-CSharpCell").AddParameter("Code", code);
                shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
                return shell.AddCommand(Command).AddParameter("Display", display).AddParameter("Show", show);
            },
            request);

        // A cell that was not compiled has not taken it.
        State.Of<ConsoleTarget>().ShowNext(null);
        if (error is not null && !request.Stopped.IsCancellationRequested)
        {
            // A cell that fails has its values shown too, up to where it failed.
            _ = Run(shell => shell.AddCommand(Command).AddParameter("Display", display).AddParameter("Show", show), request);
        }

        return error;
    }

    /// <summary>Runs a cell of PowerShell. What it gives is shown as at a prompt, as it comes.</summary>
    public CellError? RunPowerShell(string code, KernelRequest request)
    {
        State.Of<ConsoleTarget>().Sink = request;
        return Run(
            shell =>
            {
                _ = shell.AddScript(code, useLocalScope: false);
                shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
                return shell.AddCommand(PassCommand).AddCommand("Out-Default");
            },
            request);
    }

    /// <summary>Runs a script of the kernel's own; what it gives is shown.</summary>
    public CellError? RunScript(string script, IReadOnlyList<object?> arguments, KernelRequest request, Action<JsonObject> show)
    {
        CellDisplay display = new(text => request.Print(text, isError: true));
        return Run(
            shell =>
            {
                _ = shell.AddScript(script, useLocalScope: true);
                foreach (object? argument in arguments)
                {
                    _ = shell.AddArgument(argument);
                }

                return shell.AddCommand(Command).AddParameter("Display", display).AddParameter("Show", show);
            },
            request,
            failsOnErrors: true);
    }

    /// <summary>Runs a script of the kernel's own for what it gives, which is one thing.</summary>
    public CellError? Evaluate(string script, IReadOnlyList<object?> arguments, KernelRequest request, out object? value)
    {
        object? found = null;
        CellError? error = Run(
            shell =>
            {
                _ = shell.AddScript(script, useLocalScope: true);
                foreach (object? argument in arguments)
                {
                    _ = shell.AddArgument(argument);
                }

                return shell;
            },
            request,
            output => found = output.Count == 1 ? output[0] : output.ToArray(),
            failsOnErrors: true);
        value = found;
        return error;
    }

    /// <summary>Asks PowerShell how a text may go on.</summary>
    public CommandCompletion Complete(string code, int index)
    {
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return CommandCompletion.CompleteInput(code, index, null, shell);
    }

    /// <summary>Has the cells from here on have at least that number.</summary>
    /// <returns>The number that the next cell will have.</returns>
    public int SkipNumbersTo(int number)
    {
        Session.SkipNumbersTo(number);
        return Session.CellsRun + 1;
    }

    /// <summary>Stops what runs, once its request has been told to stop. Returns at once. Any thread.</summary>
    public void Stop() => Stop(_running);

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    // Where errors are not shown beside what comes, the first of them is why it fails: a script goes on behind a command that ends itself.
    private CellError? Run(Func<PowerShell, PowerShell> build, KernelRequest? request = null, Action<IReadOnlyList<object?>>? take = null, bool failsOnErrors = false)
    {
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        _ = build(shell);
        try
        {
            PSDataCollection<PSObject> output = shell.EndInvoke(Begin(shell, request));
            take?.Invoke([.. output]);
            if (failsOnErrors && shell.Streams.Error is [var first, ..] && request?.Stopped.IsCancellationRequested != true)
            {
                return Describe(first);
            }
        }
        catch (PipelineStoppedException)
        {
            return CellError.Stopped();
        }
        catch (RuntimeException e)
        {
            return request?.Stopped.IsCancellationRequested == true ? CellError.Stopped() : Describe(e.ErrorRecord);
        }
        finally
        {
            _running = null;
        }

        // A pipeline that was stopped ends without an exception.
        return request?.Stopped.IsCancellationRequested == true ? CellError.Stopped() : null;
    }

    private IAsyncResult Begin(PowerShell shell, KernelRequest? request)
    {
        if (request is null)
        {
            return shell.BeginInvoke();
        }

        if (request.Stopped.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        IAsyncResult begun = shell.BeginInvoke();
        _running = shell;

        // Whoever stops cancels the request, and then looks what runs: one of the two sees what the other has done.
        Interlocked.MemoryBarrier();
        if (request.Stopped.IsCancellationRequested)
        {
            Stop(shell);
        }

        return begun;
    }

    private static void Stop(PowerShell? shell)
    {
        try
        {
            _ = shell?.BeginStop(null, null);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    private void Prepare(string command, string parameter, string argument)
    {
        if (Run(shell => shell.AddCommand(command).AddParameter(parameter, argument).AddParameter("ErrorAction", ActionPreference.Stop)) is { } error)
        {
            throw new KernelStartException(error.Message);
        }
    }

    private CellError Describe(ErrorRecord record)
    {
        string text = string.Empty;
        _ = Run(shell => shell.AddCommand(Command)
            .AddParameter("InputObject", PSObject.AsPSObject(record))
            .AddParameter("Display", new CellDisplay(shown => text = shown))
            .AddParameter("Show", (Action<JsonObject>)(_ => { })));
        string message = record.ErrorDetails?.Message is { Length: > 0 } details ? details : record.Exception.Message;
        return new CellError(record.Exception.GetType().Name, message, text.TrimEnd('\n').Split('\n'));
    }
}
