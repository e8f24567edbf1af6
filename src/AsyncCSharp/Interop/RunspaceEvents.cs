using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Interop;

/// <summary>
/// Runs the event actions of a runspace (<c>Register-ObjectEvent -Action</c>) while its pipeline thread waits, as <c>Wait-Event</c> does:
/// PowerShell itself runs them between statements only. One a wait, on the thread that executes in the runspace.
/// </summary>
internal sealed class RunspaceEvents
{
    // Immutable. Null in a PowerShell that has it no more: then actions run when the wait is over.
    private static readonly MethodInfo? s_process = typeof(PSEventManager).Assembly.GetType("System.Management.Automation.PSLocalEventManager")
        ?.GetMethod("ProcessPendingActions", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, Type.EmptyTypes);

    private long _looked = Environment.TickCount64;

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_process is not null;

    /// <summary>Whether it is time to look for actions. Cheap.</summary>
    public bool IsDue => Environment.TickCount64 - _looked >= Durations.EventSlice;

    /// <summary>Whether anything may come.</summary>
    public static bool AnySubscribers => IsAvailable && Manager is { Subscribers.Count: > 0 };

    private static PSEventManager? Manager => Runspace.DefaultRunspace?.Events;

    /// <summary>How long to wait for something else before it is time to look.</summary>
    /// <param name="milliseconds">How long to wait at most; <see cref="Timeout.Infinite"/> for ever.</param>
    public static int Slice(int milliseconds) =>
        (uint)milliseconds > Durations.EventSlice && AnySubscribers ? Durations.EventSlice : milliseconds;

    /// <summary>Runs the actions that wait, if it is time to. Whether it has looked: then what is waited for may have come.</summary>
    /// <param name="outside">How to run PowerShell's code there.</param>
    public bool Serve(Action<Action> outside)
    {
        if (!IsDue)
        {
            return false;
        }

        _looked = Environment.TickCount64;
        if (!AnySubscribers || Manager is not { } manager || !s_process!.DeclaringType!.IsInstanceOfType(manager))
        {
            return false;
        }

        outside(() => s_process.Invoke(manager, BindingFlags.DoNotWrapExceptions, null, null, null));
        _looked = Environment.TickCount64;
        return true;
    }
}
