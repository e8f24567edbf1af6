using System.Management.Automation;
using AsyncCSharp.Calls;
using AsyncCSharp.Cells;
using AsyncCSharp.Loop;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Jobs;

/// <summary>Runs the cell of a job when its turn in the session has come.</summary>
internal sealed class CellJobThread(CellJob job, CellRequest request, GateWaiter turn, IReadOnlyList<object?> input) : IJobWork
{
    // On the thread that starts the job: what it runs there ends before the job can begin.
    private readonly bool _isStartedWithin = request.Session.Gate.IsHeldHere;
    private readonly StopHandOff<CellInvocation> _invocation = new(static invocation => invocation.RequestStop(StopCause.Pipeline));

    /// <summary>Starts it.</summary>
    public void Start()
    {
        Thread thread = new(Run) { IsBackground = true, Name = $"AsyncCSharp job {job.Id}" };
        thread.UnsafeStart();
    }

    /// <summary>Stops the cell, also one that waits for its turn. Returns at once.</summary>
    public void Stop()
    {
        _invocation.Stop();
        turn.Cancel();
    }

    private void Run()
    {
        JobState state = JobState.Failed;
        SessionHold? hold = null;
        try
        {
            using JobOutput output = new(job, request.Session.Owner, request.IsVerbose, request.JobLocation);
            try
            {
                state = RunCell(output, ref hold);
            }
            finally
            {
                output.Complete();
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The job was removed before its cell could be ended: its streams are closed, and nobody reads them.
        }
        catch (Exception e)
        {
            // The thread has nobody to throw it to.
            request.Session.Failures.Report(e);
        }
        finally
        {
            hold?.Dispose();
            turn.Leave();
        }

        job.Enter(_invocation.IsStopped && state == JobState.Completed ? JobState.Stopped : state);
    }

    private JobState RunCell(JobOutput output, ref SessionHold? hold)
    {
        JobState state = JobState.Completed;
        try
        {
            using (Timer? notice = _isStartedWithin ? new Timer(_ => TellOfWait(output), null, Durations.JobNotice, Timeout.Infinite) : null)
            {
                hold = turn.Wait(request.Session, new PumpWait(Timeout.InfiniteTimeSpan)) ?? throw new PipelineStoppedException();
            }

            if (request.UsesPowerShell)
            {
                output.EnterRunspace();
            }

            using CellInvocation invocation = Begin(output, hold);
            using CellClock? clock = request.TimeoutSeconds > 0 ? new CellClock(invocation, TimeSpan.FromSeconds(request.TimeoutSeconds)) : null;
            CellPipeline pipeline = request.Open(invocation);
            try
            {
                pipeline.Run(input);
                pipeline.Complete();
            }
            finally
            {
                pipeline.End();
            }
        }
        catch (CellErrorException e) when (_invocation.Target is not { Cause: StopCause.Session })
        {
            job.Error.Add(e.Record);
            state = JobState.Failed;
        }
        catch (SessionException e)
        {
            job.Error.Add(Errors.FromSession(e, request.Code));
            state = JobState.Failed;
        }
        catch (Exception e) when (PipelineExceptions.IsJump(e) && !_invocation.IsStopped)
        {
            // PowerShell code has ended it, as exit ends any job.
        }
        catch (Exception e) when (PipelineExceptions.EndsPipeline(e) || _invocation.IsStopped || _invocation.Target is { Cause: StopCause.Session })
        {
            state = JobState.Stopped;
        }
        catch (Exception e)
        {
            job.Error.Add(Errors.CellFailed(e, request.Code, isText: true, request.Session.Sources));
            state = JobState.Failed;
        }

        return state;
    }

    // On a thread of the pool. Who started the job may wait for it, while it waits for them.
    private void TellOfWait(JobOutput output)
    {
        try
        {
            output.WriteWarning(string.Format(null, Strings.JobWaitsForSession, request.Session.Name), nameof(Strings.JobWaitsForSession));
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The job has ended at this very moment.
        }
    }

    private CellInvocation Begin(JobOutput output, SessionHold hold)
    {
        CellInvocation invocation = new(hold, output) { Arguments = request.Arguments };
        _invocation.Begin(invocation);
        return invocation;
    }
}
