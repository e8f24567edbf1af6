using System.Management.Automation.Host;

namespace AsyncCSharp.Output;

/// <summary><c>Out[3]:</c>, written once before the first object that a cell gives at a prompt.</summary>
/// <param name="host">Where the prompt is.</param>
/// <param name="text">The label.</param>
/// <param name="keep">Has each object before it is written.</param>
internal sealed class OutputLabel(PSHost host, string text, Action<object> keep)
{
    private bool _written;

    /// <summary>Writes it, if there is something to show behind it and it was not written yet.</summary>
    public void WriteBefore(object? value)
    {
        if (value is null)
        {
            return;
        }

        keep(value);
        if (!_written)
        {
            _written = true;
            host.UI.Write(text);
        }
    }
}
