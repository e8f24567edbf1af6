using System.Diagnostics;
using System.Globalization;

namespace AsyncCSharp.Sessions;

/// <summary>
/// What a session's cells have put into their execution context, for the next one: async locals, the culture, the current activity. It
/// belongs to one life of the session. PowerShell's own flow has no part in it.
/// </summary>
/// <remarks>
/// A context can only be kept as a whole, with what it had of PowerShell's when the cell began. Of that, culture and activity are taken
/// from PowerShell anew, unless a cell has set them.
/// </remarks>
internal sealed class SessionFlow
{
    private readonly ExecutionContext _context;
    private readonly CultureInfo? _culture;
    private readonly CultureInfo? _uiCulture;
    private readonly Activity? _activity;
    private readonly bool _setsActivity;

    private SessionFlow(ExecutionContext context, Known entry, Known end, SessionFlow? before)
    {
        _context = context;
        _culture = end.Culture == entry.Culture ? before?._culture : end.Culture;
        _uiCulture = end.UICulture == entry.UICulture ? before?._uiCulture : end.UICulture;
        _setsActivity = end.Activity != entry.Activity || before is { _setsActivity: true };
        _activity = _setsActivity ? end.Activity : null;
    }

    /// <summary>Makes one of the context at the end of a cell. The calling thread's context is another then, and is to be put back.</summary>
    /// <param name="entry">The cell's context when it began.</param>
    /// <param name="end">Its context when it ended.</param>
    /// <param name="before">What the cell had from those before it.</param>
    public static SessionFlow? Of(ExecutionContext entry, ExecutionContext end, SessionFlow? before)
    {
        ExecutionContext.Restore(entry);
        Known atEntry = Known.Current();
        ExecutionContext.Restore(end);

        default(OwnFlow).Restore();
        return ExecutionContext.Capture() is { } context ? new SessionFlow(context, atEntry, Known.Current(), before) : null;
    }

    /// <summary>Makes it the context of the calling thread, which has that of who calls the cell.</summary>
    public void Enter()
    {
        Known outer = Known.Current();
        ExecutionContext.Restore(_context);
        CultureInfo.CurrentCulture = _culture ?? outer.Culture;
        CultureInfo.CurrentUICulture = _uiCulture ?? outer.UICulture;
        Activity.Current = _setsActivity ? _activity : outer.Activity;
    }

    /// <summary>Gives a context what this has, where a cell was called from it. The calling thread's context is another then, and is to be put back.</summary>
    public ExecutionContext? Into(ExecutionContext caller)
    {
        ExecutionContext.Restore(caller);
        OwnFlow own = OwnFlow.Capture();
        Enter();
        own.Restore();
        return ExecutionContext.Capture();
    }

    private readonly record struct Known(CultureInfo Culture, CultureInfo UICulture, Activity? Activity)
    {
        public static Known Current() => new(CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, System.Diagnostics.Activity.Current);
    }
}
