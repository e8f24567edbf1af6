using AsyncCSharp.Loop;

namespace AsyncCSharp.Output;

/// <summary>
/// Writes a cell's console text in the place of its pipeline thread, which is in code of the cell's and does not come by:
/// it sleeps, or it is in a library. PowerShell takes information records from any thread as long as it executes nothing
/// itself; a pipeline thread that wants back to PowerShell waits for the record that is being written.
/// </summary>
internal static class StandIn
{
    /// <summary>How many texts to write before the pipeline thread, should it wait, gets its turn.</summary>
    private const int Batch = 50;

    /// <summary>Looks, now and then, whether a pipeline thread has left its next text where it was, and writes it then.</summary>
    /// <returns>Whether there is text.</returns>
    public static bool Look(ThreadPump pump)
    {
        PumpQueue work = pump.Work;
        if (work.NextNote is not ConsoleNote next)
        {
            work.SeenNote = null;
            return work.HasNotes;
        }

        if (work.SeenNote == next && next.Cell.AllowsStandIn)
        {
            Write(pump, next);
        }

        work.SeenNote = work.NextNote;
        return true;
    }

    private static void Write(ThreadPump pump, ConsoleNote next)
    {
        if (!pump.Work.TryBeginStandIn(next, pump))
        {
            return;
        }

        try
        {
            for (int i = 0; i < Batch && pump.Work.TryTakeNote(next.Source, out PumpNote? note); i++)
            {
                WriteOne((ConsoleNote)note!);
            }
        }
        finally
        {
            pump.Work.EndStandIn();
        }
    }

    private static void WriteOne(ConsoleNote note)
    {
        try
        {
            note.Write(note.Cell.Output);
        }
        catch (Exception)
        {
            // The pipeline is ending, which PowerShell tells the pipeline thread too.
        }
        finally
        {
            PrintHooks.Remove();
        }
    }
}
