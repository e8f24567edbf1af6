using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>A job's place in the queue of its session.</summary>
internal sealed class JobTurn(CSharpSession session)
{
    private bool _cancelled;

    /// <summary>Waits until nothing else runs in the session and all earlier jobs have been.</summary>
    /// <exception cref="PipelineStoppedException">The job was stopped first.</exception>
    public void Wait()
    {
        lock (session.Sync)
        {
            while (!_cancelled && !session.IsFreeFor(this))
            {
                _ = Monitor.Wait(session.Sync);
            }

            if (_cancelled)
            {
                throw new PipelineStoppedException();
            }
        }
    }

    /// <summary>Ends the wait.</summary>
    public void Cancel()
    {
        lock (session.Sync)
        {
            _cancelled = true;
            Monitor.PulseAll(session.Sync);
        }
    }

    /// <summary>Makes room for the next.</summary>
    public void Leave()
    {
        lock (session.Sync)
        {
            session.RemoveJob(this);
            Monitor.PulseAll(session.Sync);
        }
    }
}
