using System.Management.Automation;

namespace PwshHost;

/// <summary>One line of progress below the output of a terminal, erased before anything else is written.</summary>
internal sealed class ProgressLine
{
    private const string EraseLine = "\r\u001b[K";

    private readonly Lock _gate = new();
    private bool _shown;

    public void Show(ProgressRecord record)
    {
        lock (_gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                EraseCore();
                return;
            }

            string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
            string text = $"{record.Activity}: {record.StatusDescription}{percent}";
            int width = Math.Max(1, Console.WindowWidth - 1);
            Console.Out.Write(EraseLine + (text.Length > width ? text[..width] : text));
            _shown = true;
        }
    }

    public void Erase()
    {
        lock (_gate)
        {
            EraseCore();
        }
    }

    private void EraseCore()
    {
        if (_shown)
        {
            Console.Out.Write(EraseLine);
            _shown = false;
        }
    }
}
