using AsyncCSharp.Caches;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>What the cmdlets have in common that make a session.</summary>
public abstract class AddSessionCommand : CompilingCommand
{
    private protected AddSessionCommand()
    {
    }

    /// <summary>Makes a session and writes it; it takes the place of another one of its name where that is to be. Where it cannot be filled, all is as it was.</summary>
    /// <param name="name">The name; null for one that is found.</param>
    /// <param name="force">Whether a session of that name is removed.</param>
    /// <param name="setup">What it is made with.</param>
    /// <param name="fill">Gives it what it begins with.</param>
    /// <param name="source">The session that it is made of, whose place it does not take; null for none.</param>
    private protected void Add(string? name, bool force, SessionSetup setup, Action<SessionHold> fill, CSharpSession? source = null)
    {
        CSharpSession? before = force && name is not null
            ? State.Sessions.FirstOrDefault(s => s != source && s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : null;
        if (before is { IsInUseHere: true })
        {
            ThrowTerminatingError(Errors.SessionInUse(before.Name));
        }

        // The one that is there stays until nothing can fail any more.
        CSharpSession session = before is null ? Guarded(() => State.Add(name, setup), name) : new CSharpSession(before.Name, State, setup);
        try
        {
            using SessionHold hold = EnterSession(session, session.Name);
            fill(hold);
        }
        catch
        {
            State.Remove(session);
            throw;
        }

        if (before is not null)
        {
            State.Replace(before, session);
            TypeCaches.Clear();
        }

        WriteObject(session);
    }
}
