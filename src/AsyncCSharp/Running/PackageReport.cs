using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp;

/// <summary>
/// Shows how far packages are, where that takes long, and says afterwards what there is to say about them. For one call, on its
/// pipeline thread: nothing of the user's runs before the call's work is done.
/// </summary>
/// <param name="progress">Writes progress.</param>
/// <param name="warn">Writes a warning and its id.</param>
internal sealed class PackageReport(Action<ProgressRecord> progress, Action<string, string?> warn) : IDisposable
{
    private const int LongMilliseconds = 500;
    private const int ActivityId = 0x4353504B;

    private readonly long _start = Stopwatch.GetTimestamp();
    private IScriptSession? _script;
    private Action<PackageProgress>? _outer;
    private bool _shown;

    /// <summary>For what an invocation compiles.</summary>
    public static PackageReport For(ICellOutput output) => new(output.WriteProgress, output.WriteWarning);

    /// <summary>For what a cmdlet does itself.</summary>
    public static PackageReport For(PSCmdlet cmdlet) => new(cmdlet.WriteProgress, (message, id) => OwnRecords.Warn(cmdlet, message, id));

    /// <summary>Begins with a session's compiled state.</summary>
    public void Attach(IScriptSession script)
    {
        if (_script is null)
        {
            _script = script;
            _outer = script.PackageProgress;
            script.PackageProgress = Show;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_script is not { } script)
        {
            return;
        }

        script.PackageProgress = _outer;
        if (_shown)
        {
            progress(new ProgressRecord(ActivityId, Strings.PackageProgress, " ") { RecordType = ProgressRecordType.Completed });
        }

        foreach (PackageWarning warning in script.TakePackageWarnings())
        {
            warn(ShownText.Of(warning.Message), warning.Id);
        }
    }

    private void Show(PackageProgress now)
    {
        if (Stopwatch.GetElapsedTime(_start).TotalMilliseconds < LongMilliseconds)
        {
            return;
        }

        _shown = true;
        string status = now.Total == 0 ? Strings.PackageProgressLooking : string.Format(null, Strings.PackageProgressStatus, now.Done, now.Total);
        progress(new ProgressRecord(ActivityId, Strings.PackageProgress, status) { PercentComplete = now.Total == 0 ? -1 : 100 * now.Done / now.Total });
    }
}
