using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Stopping;
using AsyncCSharp.Text;

namespace AsyncCSharp.Output;

/// <summary>
/// Shows how far packages are, where that takes long, and says afterwards what there is to say about them. For one call, on its
/// pipeline thread: nothing of the user's runs before the call's work is done.
/// </summary>
/// <param name="output">Where to: of an invocation, or of a cmdlet itself.</param>
internal sealed class PackageReport(ICellOutput output) : IProgress<PackageProgress>, IDisposable
{
    private const int ActivityId = 0x4353504B;

    private readonly long _start = Stopwatch.GetTimestamp();
    private IScriptSession? _script;
    private IProgress<PackageProgress>? _outer;
    private bool _shown;

    /// <summary>Begins with a session's compiled state.</summary>
    public void Attach(IScriptSession script)
    {
        if (_script is null)
        {
            _script = script;
            _outer = script.PackageProgress;
            script.PackageProgress = this;
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
            output.WriteProgress(new ProgressRecord(ActivityId, Strings.PackageProgress, " ") { RecordType = ProgressRecordType.Completed });
        }

        // A text that is compiled in more than one way asks for its packages each time.
        foreach (PackageWarning warning in script.TakePackageWarnings().Distinct())
        {
            output.WriteWarning(ShownText.Of(warning.Message), warning.Id);
        }
    }

    /// <inheritdoc/>
    public void Report(PackageProgress now)
    {
        if (Stopwatch.GetElapsedTime(_start).TotalMilliseconds < Durations.LongPackages)
        {
            return;
        }

        _shown = true;
        string status = now.Total == 0 ? Strings.PackageProgressLooking : string.Format(null, Strings.PackageProgressStatus, now.Done, now.Total);
        output.WriteProgress(new ProgressRecord(ActivityId, Strings.PackageProgress, status) { PercentComplete = now.Total == 0 ? -1 : 100 * now.Done / now.Total });
    }
}
