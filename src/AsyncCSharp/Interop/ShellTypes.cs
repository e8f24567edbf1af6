using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// The types of the libraries that a runspace's sessions refer to, as types that PowerShell finds: <c>[Shop.Item]</c>. PowerShell looks
/// for names in the assemblies that its modules have loaded, which it keeps for each runspace; it does not look into load contexts like
/// ours. Best effort by reflection: where a version of PowerShell has no such table, the names are not found.
/// </summary>
internal sealed class ShellTypes
{
    private static readonly PropertyInfo? s_assemblies = RunspaceContext.Find("AssemblyCache");

    // Guards the list. Owned by the runspace's state, as the sessions are.
    private readonly Lock _lock = new();
    private readonly List<WeakReference<Runspace>> _runspaces = [];
    private readonly List<ShownLibrary> _libraries = [];

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_assemblies is not null;

    /// <summary>Shows them to a runspace too: that of the sessions, or of one of their jobs.</summary>
    public void AddRunspace(Runspace runspace)
    {
        lock (_lock)
        {
            _runspaces.Add(new WeakReference<Runspace>(runspace));
            if (_libraries.Count > 0)
            {
                Change(runspace, Put);
            }
        }
    }

    /// <summary>Shows libraries of a session.</summary>
    public void Add(object session, string name, IReadOnlyList<Assembly> libraries)
    {
        lock (_lock)
        {
            _libraries.AddRange(libraries.Select(library => new ShownLibrary(session, name, library)));
            ChangeAll(Put);
        }
    }

    /// <summary>Takes back all that a session has shown.</summary>
    public void Remove(object session)
    {
        lock (_lock)
        {
            ShownLibrary[] gone = [.. _libraries.Where(l => l.Session == session)];
            if (gone.Length == 0)
            {
                return;
            }

            _ = _libraries.RemoveAll(l => l.Session == session);
            ChangeAll(table =>
            {
                foreach ((_, string name, Assembly library) in gone)
                {
                    _ = table.Remove(KeyOf(name, library));
                }

                // A session that has taken the place of this one has its name.
                Put(table);
            });
        }
    }

    private static string KeyOf(string name, Assembly library) => $"AsyncCSharp/{name}/{library.GetName().Name}";

    private void Put(Dictionary<string, Assembly> table)
    {
        foreach ((_, string name, Assembly library) in _libraries)
        {
            table[KeyOf(name, library)] = library;
        }
    }

    private void ChangeAll(Action<Dictionary<string, Assembly>> change)
    {
        _ = _runspaces.RemoveAll(r => !r.TryGetTarget(out _));
        foreach (WeakReference<Runspace> weak in _runspaces)
        {
            if (weak.TryGetTarget(out Runspace? runspace))
            {
                Change(runspace, change);
            }
        }
    }

    // Another thread may be looking for a name: it goes on with the table that was.
    private static void Change(Runspace runspace, Action<Dictionary<string, Assembly>> change)
    {
        try
        {
            if (RunspaceContext.Of(runspace) is { } context && s_assemblies?.GetValue(context) is Dictionary<string, Assembly> table)
            {
                Dictionary<string, Assembly> changed = new(table, table.Comparer);
                change(changed);
                s_assemblies.SetValue(context, changed);
            }
        }
        catch (Exception e) when (e is TargetInvocationException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // The runspace is closed or remote, or another version has no such table.
        }
    }

    // A class: the framework's code for lists of classes is compiled ahead of time, and each runspace comes by here when it ends.
    private sealed record ShownLibrary(object Session, string Name, Assembly Library);
}
