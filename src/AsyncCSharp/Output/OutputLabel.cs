using System.Management.Automation.Host;

namespace AsyncCSharp.Output;

/// <summary><c>Out[3]:</c>, written once before the first object that a cell gives at a prompt.</summary>
internal sealed class OutputLabel(PSHost host, string text)
{
    private bool _written;

    /// <summary>Writes it, if there is something to show behind it and it was not written yet.</summary>
    public void WriteBefore(object? value)
    {
        if (!_written && value is not null)
        {
            _written = true;
            host.UI.Write(text);
        }
    }
}
