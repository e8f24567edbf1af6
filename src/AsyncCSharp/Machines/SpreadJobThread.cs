using System.Management.Automation;
using AsyncCSharp.Jobs;
using AsyncCSharp.Loop;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>Runs a cell over the sessions of machines for a job. Needs no session of this shell.</summary>
/// <param name="job">The job.</param>
/// <param name="request">What there is to do.</param>
/// <param name="input">The objects of the pipeline.</param>
/// <param name="owner">Where the job was started, and in which folder: objects may have members that are scripts.</param>
internal sealed class SpreadJobThread(CellJob job, SpreadRequest request, IReadOnlyList<object?> input, (RunspaceSessions Sessions, string Folder) owner) : IJobWork
{
    private readonly StopHandOff<PumpWait> _wait = new(static wait => wait.Stop());

    public void Start()
    {
        Thread thread = new(Run) { IsBackground = true, Name = $"AsyncCSharp job {job.Id}" };
        thread.UnsafeStart();
    }

    public void Stop() => _wait.Stop();

    private void Run()
    {
        JobState state = JobState.Failed;
        try
        {
            using JobOutput output = new(job, owner.Sessions, isVerbose: false, owner.Folder);
            try
            {
                state = Spread(output);
            }
            finally
            {
                output.Complete();
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The job was removed before it could be ended: its streams are closed, and nobody reads them.
        }

        job.Enter(_wait.IsStopped && state == JobState.Completed ? JobState.Stopped : state);
    }

    private JobState Spread(JobOutput output)
    {
        PumpWait wait = new(Timeout.InfiniteTimeSpan);
        _wait.Begin(wait);
        try
        {
            output.EnterRunspace();
            using CellSpread spread = new(request, new SpreadOutput(new JobSpreadStreams(job)), wait);
            spread.Start();
            foreach (object? value in input)
            {
                spread.Add(value);
            }

            spread.Complete();
            return JobState.Completed;
        }
        catch (CellErrorException e)
        {
            job.Error.Add(e.Record);
            return JobState.Failed;
        }
        catch (Exception e) when (PipelineExceptions.EndsPipeline(e) || _wait.IsStopped)
        {
            return JobState.Stopped;
        }
        catch (Exception e)
        {
            // The thread has nobody to throw it to.
            job.Error.Add(Errors.CellFailed(e, request.Setup.Code, isText: true, null));
            return JobState.Failed;
        }
        finally
        {
            _wait.End();
        }
    }
}
