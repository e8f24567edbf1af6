using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Showing;

/// <summary>
/// Our views and types in a runspace, from the import of the module to its removal. They stand in the runspace's state, which belongs to
/// PowerShell and of which it makes its tables anew whenever another module comes or goes, and are put into the tables at once.
/// </summary>
internal static class ShellViews
{
    // The runspaces' own, as long as they last: those that have them.
    private static readonly ConditionalWeakTable<Runspace, object> s_runspaces = [];

    // The states' own: who puts them into the state's lists, and whether that is done. The runspaces of a pool have one state, and may import
    // the module at the same time.
    private static readonly ConditionalWeakTable<InitialSessionState, Listing> s_states = [];

    /// <summary>Adds them, unless they are there, or the runspace shares its tables with others and so cannot have any of its own.</summary>
    public static void Add(Runspace runspace)
    {
        if (runspace.InitialSessionState is not { } state || SharesTables(state) || !s_runspaces.TryAdd(runspace, runspace.InstanceId))
        {
            return;
        }

        Listing own = new();
        Listing listing = s_states.GetValue(state, _ => own);
        if (listing.IsDone || (listing == own && IsThere(state)))
        {
            // By another runspace, before this one had made its tables or after; or the state is a copy of one that had them.
            listing.IsDone = true;
            ViewTables.Renew(runspace);
            return;
        }

        if (listing == own)
        {
            state.Types.Add(TypeDefinitions.All.Select(type => new SessionStateTypeEntry(type, isRemove: false)));
            state.Formats.Add(ViewDefinitions.All.Select(view => new SessionStateFormatEntry(view)));
            listing.IsDone = true;
        }

        // Nothing goes through the state's lists while another runspace adds to them: that would fail.
        if (!ViewTables.TryAdd(runspace, TypeDefinitions.All, TypeDefinitions.Adapted) || !ViewTables.TryAdd(runspace, ViewDefinitions.All))
        {
            ViewTables.Renew(runspace);
        }
    }

    /// <summary>Takes them away.</summary>
    public static void Remove(Runspace runspace)
    {
        if (!s_runspaces.Remove(runspace) || runspace.InitialSessionState is not { } state)
        {
            return;
        }

        RemoveOwn(state.Formats, static entry => entry.FormatData is { } view && ViewDefinitions.All.Contains(view));
        RemoveOwn(state.Types, static entry => entry.TypeData is { } type && TypeDefinitions.All.Contains(type));
        _ = s_states.Remove(state);
        ViewTables.Renew(runspace);
    }

    private static bool IsThere(InitialSessionState state) => state.Formats.Clone().Any(static entry => entry.FormatData == ViewDefinitions.All[0]);

    // Of copies, which PowerShell makes under its own lock.
    private static bool SharesTables(InitialSessionState state) =>
        state.Formats.Clone().Any(static entry => entry.Formattable is not null) || state.Types.Clone().Any(static entry => entry.TypeTable is not null);

    private static void RemoveOwn<T>(InitialSessionStateEntryCollection<T> entries, Predicate<T> isOwn)
        where T : InitialSessionStateEntry
    {
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            if (isOwn(entries[i]))
            {
                entries.RemoveItem(i);
            }
        }
    }

    /// <summary>How far a state's lists are. Its creator writes, the state's other runspaces read.</summary>
    private sealed class Listing
    {
        private volatile bool _isDone;

        public bool IsDone
        {
            get => _isDone;
            set => _isDone = value;
        }
    }
}
