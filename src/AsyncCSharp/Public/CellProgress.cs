using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>
/// <c>Progress</c> in a cell: what is reported becomes PowerShell's progress display. Any thread; never blocks. As an
/// <see cref="IProgress{T}"/> it can be handed to whatever reports numbers or texts.
/// </summary>
public sealed class CellProgress : IProgress<int>, IProgress<double>, IProgress<string>
{
    private const int ActivityId = 0;
    private readonly CellShell _shell;

    internal CellProgress(CellShell shell) => _shell = shell;

    /// <summary>What is being done; shown as the title.</summary>
    public string Activity { get; set; } = Strings.ProgressActivity;

    /// <summary>Reports how much is done.</summary>
    /// <param name="value">Percent, 0 to 100.</param>
    public void Report(int value) => Report(" ", value);

    /// <summary>Reports how much is done.</summary>
    /// <param name="value">The fraction, 0 to 1.</param>
    public void Report(double value) => Report(" ", (int)Math.Clamp(value * 100, 0, 100));

    /// <summary>Reports what is being done, without a measure.</summary>
    /// <param name="value">The status.</param>
    public void Report(string value) => Report(value, -1);

    /// <summary>Reports status and measure.</summary>
    /// <param name="status">What is being done at the moment.</param>
    /// <param name="percent">Percent, 0 to 100; -1 for none.</param>
    public void Report(string status, int percent) =>
        _shell.WriteProgress(new ProgressRecord(ActivityId, Activity, string.IsNullOrEmpty(status) ? " " : status)
        {
            PercentComplete = Math.Clamp(percent, -1, 100),
        });

    /// <summary>Takes the display away.</summary>
    public void Complete() =>
        _shell.WriteProgress(new ProgressRecord(ActivityId, Activity, " ") { RecordType = ProgressRecordType.Completed });
}
