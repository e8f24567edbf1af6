using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using AsyncCSharp.Calls;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Machines;
using AsyncCSharp.Output;
using AsyncCSharp.Reading;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>
/// The other end of <c>Invoke-CSharpCell -PSSession</c>: runs a cell for the objects that another shell sends. Not exported: the shell that asks
/// has the same version of the module, and calls it by its type.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "CSharpCellPart")]
internal sealed class InvokeCSharpCellPartCommand : CompilingCommand
{
    // What a life of a session has been given already. The table owns nothing: an entry goes with its life.
    private static readonly ConditionalWeakTable<SessionLifetime, HashSet<string>> s_brought = [];

    private readonly StopHandOff<CellInvocation> _invocation = new(static invocation => invocation.RequestStop(StopCause.Pipeline));
    private volatile PartInbox? _inbox;

    /// <summary>What there is to do.</summary>
    [Parameter(Mandatory = true)]
    public Hashtable Setup { get; set; } = [];

    /// <summary>The pipeline's input, which is read on another thread.</summary>
    [Parameter(Mandatory = true)]
    public object Source { get; set; } = Array.Empty<object>();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ConsoleRouter.Install();
        ConsoleReader.Install();
        PartSetup setup = PartSetup.Of(Setup);
        PartInbox inbox = new((PSValue.Unwrap(Source) as IEnumerator) ?? ((IEnumerable)Source).GetEnumerator(), Exchange.AnswersUnderWay);
        _inbox = inbox;
        HostRecords host = new(Host);
        WriteObject(Exchange.Ready);

        // Two threads: a sign that the connection does not take holds up no count.
        using Heart heart = new(_ => host.Send(Heart.Sign()));
        int missed = 0;
        using Heart lease = new(inTime =>
        {
            missed = inbox.TakeNews() || !inTime ? 0 : missed + 1;
            if (missed > Durations.MissedHeartbeats)
            {
                Stop();
            }
        });
        Run(setup, inbox);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        Stop();
    }

    private void Stop()
    {
        _invocation.Stop();
        _inbox?.Stop();
    }

    private void Run(PartSetup setup, PartInbox inbox)
    {
        CSharpSession session = State.Find(setup.Session) ?? Guarded(() => State.Add(setup.Session, SessionSetup.Default), setup.Session);
        Unpacking.Prepare(setup, out Hashtable? variables, out object?[] arguments);
        Bring(session, setup);
        using PartOutput output = new(this, inbox);
        CellRequest request = new()
        {
            Session = session,
            Code = setup.Code,
            Path = setup.Path,
            BaseDirectory = setup.Code.Contains('#', StringComparison.Ordinal) ? CurrentFolder : null,
            Runner = ResolveRunnerForCall(session, setup.Runner),
            Arguments = [.. arguments.Select(a => PSValue.ForCell(a, State))],
            Variables = ReadVariables(variables),
            ThrottleLimit = setup.ThrottleLimit,
            KeepOrder = setup.KeepOrder,
            NoEnumerate = setup.NoEnumerate,
            NoAwait = setup.NoAwait,
            ExpectsInput = setup.HasInput,
            TimeoutSeconds = setup.TimeoutSeconds ?? session.TimeoutSeconds,
            Ended = output.End,
        };
        try
        {
            Run(request, output, pipeline => setup.HasInput ? Objects(pipeline, inbox, output) : [null]);
        }
        catch (CellErrorException e)
        {
            output.Flush();
            ThrowTerminatingError(MachineErrors.LeftBehind(e.Record, setup.Luggage.Variables, setup.Luggage.References) ?? e.Record);
        }

        output.Flush();
    }

    private void Run(CellRequest request, ICellOutput output, Func<CellPipeline, IEnumerable<object?>> objects)
    {
        using SessionHold hold = EnterSession(request.Session, request.Code);
        using CellInvocation invocation = new(hold, output) { Arguments = request.Arguments };
        if (output is PartOutput part)
        {
            part.Streams = invocation.Streams;
        }

        _invocation.Begin(invocation);
        using CellClock? clock = request.TimeoutSeconds > 0 ? new CellClock(invocation, TimeSpan.FromSeconds(request.TimeoutSeconds)) : null;
        CellPipeline pipeline = Guarded(() => request.Open(invocation), request.Code);
        try
        {
            pipeline.Run(objects(pipeline));
            pipeline.Complete();
        }
        finally
        {
            pipeline.End();
            _invocation.End();
        }
    }

    private IEnumerable<object?> Objects(CellPipeline pipeline, PartInbox inbox, PartOutput output)
    {
        while (!_invocation.IsStopped)
        {
            if (inbox.TryTake(out object? value))
            {
                yield return PSValue.ForCell(value, State);
                continue;
            }

            // Who has asked gives more for what has ended, so it is told before anything is waited for.
            pipeline.Await(() =>
            {
                output.FlushForMore(inbox.Taken);
                return inbox.IsReady;
            });
            if (inbox.IsEmpty)
            {
                yield break;
            }
        }
    }

    // What the cell takes along. What is there already is not brought again.
    private void Bring(CSharpSession session, PartSetup setup)
    {
        HashSet<string> brought = s_brought.GetOrCreateValue(session.Lifetime);
        List<string> late = [];
        using (SessionHold hold = EnterSession(session, session.Name))
        using (PackageReport report = new(new CmdletOutput(this)))
        {
            IScriptSession script = Guarded(() => hold.OpenScript(StopToken, report), session.Name);
            foreach (string package in setup.Luggage.Packages.Except(script.Contents.Packages).ToArray())
            {
                string[] parts = package.Split(' ');
                _ = Guarded(() => script.AddPackage(parts[0], parts.ElementAtOrDefault(1), CurrentFolder, StopToken), package);
            }

            late.AddRange(setup.Luggage.Usings.Except(script.Contents.Usings).Where(text => !TryUse(script, text)));
            hold.ShowTypes();
        }

        foreach (string text in setup.Luggage.Declarations.Where(text => !brought.Contains(text)))
        {
            Declare(session, setup, text);
            _ = brought.Add(text);
        }

        if (late.Count > 0)
        {
            // Namespaces of what was declared just now. Of any other that is not here, the cell says itself whether it needs it.
            using SessionHold hold = EnterSession(session, session.Name);
            IScriptSession script = Guarded(() => hold.OpenScript(StopToken), session.Name);
            foreach (string text in late)
            {
                _ = TryUse(script, text);
            }
        }
    }

    private void Declare(CSharpSession session, PartSetup setup, string text)
    {
        CellRequest request = new() { Session = session, Code = text, Runner = RunnerChoice.Of(session) };
        try
        {
            Run(request, new CmdletOutput(this), static _ => [null]);
        }
        catch (CellErrorException e)
        {
            ThrowTerminatingError(MachineErrors.CannotTravelState(e.Record, text, setup.Luggage.Variables));
        }
    }

    private bool TryUse(IScriptSession script, string text)
    {
        try
        {
            script.AddUsing(text, StopToken);
            return true;
        }
        catch (CSharpCompilationException)
        {
            return false;
        }
    }
}
