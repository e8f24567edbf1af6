using AsyncCSharp.Caches;
using AsyncCSharp.Reporting;
using AsyncCSharp.Text;

namespace AsyncCSharp.Commands;

/// <summary>What resetting and removing a session have in common.</summary>
public abstract class EndSessionCommand : SessionCommand
{
    private protected EndSessionCommand()
    {
    }

    private protected void End(object? argument, string action, Action<CSharpSession> end)
    {
        CSharpSession session = ResolveSession(argument);
        if (!ShouldProcess(ShownText.Of(session.Name), action))
        {
            return;
        }

        if (session.IsInUseHere)
        {
            ThrowTerminatingError(Errors.SessionInUse(session.Name));
        }

        end(session);
        TypeCaches.Clear();
    }
}
