using System.ComponentModel;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// What compiled cells call instead of <c>+=</c> and <c>-=</c> of <see cref="AppDomain.FirstChanceException"/>. The runtime ends the process
/// where anything comes out of a handler of it: so no check and no stop throws in there. Any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThrownHooks
{
    // The process's, as the event is, which holds the handlers as well. Also the lock, under which nobody's code runs.
    private static readonly List<(EventHandler<FirstChanceExceptionEventArgs> Own, EventHandler<FirstChanceExceptionEventArgs> Added)> s_handlers = [];

    /// <summary>Adds a handler of a cell.</summary>
    /// <param name="domain">Where to.</param>
    /// <param name="handler">The handler.</param>
    public static void Add(AppDomain domain, EventHandler<FirstChanceExceptionEventArgs>? handler)
    {
        ArgumentNullException.ThrowIfNull(domain);
        if (handler is null)
        {
            return;
        }

        EventHandler<FirstChanceExceptionEventArgs> added = (sender, e) => Call(handler, sender, e);
        lock (s_handlers)
        {
            s_handlers.Add((handler, added));
        }

        domain.FirstChanceException += added;
    }

    /// <summary>Takes a handler of a cell away.</summary>
    /// <param name="domain">Where from.</param>
    /// <param name="handler">The handler.</param>
    public static void Remove(AppDomain domain, EventHandler<FirstChanceExceptionEventArgs>? handler)
    {
        ArgumentNullException.ThrowIfNull(domain);
        EventHandler<FirstChanceExceptionEventArgs>? added = handler;
        lock (s_handlers)
        {
            int place = s_handlers.FindLastIndex(h => h.Own.Equals(handler));
            if (place >= 0)
            {
                added = s_handlers[place].Added;
                s_handlers.RemoveAt(place);
            }
        }

        domain.FirstChanceException -= added;
    }

    private static void Call(EventHandler<FirstChanceExceptionEventArgs> handler, object? sender, FirstChanceExceptionEventArgs e)
    {
        CodeThread thread = CodeThread.Current;
        bool before = thread.BeginTelling();
        try
        {
            handler(sender, e);
        }
        finally
        {
            thread.EndTelling(before);
        }
    }
}
