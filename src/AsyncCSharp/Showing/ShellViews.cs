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

    // The states' own: those that list them, or are about to. The runspaces of a pool have one state, and may import the module at the same time.
    private static readonly ConditionalWeakTable<InitialSessionState, object> s_states = [];

    /// <summary>Adds them, unless they are there, or the runspace shares its tables with others and so cannot have any of its own.</summary>
    public static void Add(Runspace runspace)
    {
        if (runspace.InitialSessionState is not { } state || state.Formats.Any(f => f.Formattable is not null) || state.Types.Any(t => t.TypeTable is not null)
            || !s_runspaces.TryAdd(runspace, runspace.InstanceId))
        {
            return;
        }

        bool isFirst = s_states.TryAdd(state, runspace.InstanceId);
        if (IsThere(state))
        {
            // By another runspace, before this one had made its tables or after.
            ViewTables.Renew(runspace);
            return;
        }

        if (isFirst)
        {
            state.Types.Add(TypeDefinitions.All.Select(type => new SessionStateTypeEntry(type, isRemove: false)));
            state.Formats.Add(ViewDefinitions.All.Select(view => new SessionStateFormatEntry(view)));
        }

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

    private static bool IsThere(InitialSessionState state) => state.Formats.Any(static entry => entry.FormatData == ViewDefinitions.All[0]);

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
}
