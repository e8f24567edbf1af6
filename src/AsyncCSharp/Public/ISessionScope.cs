using System.Management.Automation;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>A session, as far as the objects in its cells' scope know it.</summary>
internal interface ISessionScope
{
    /// <summary>The innermost run of a cell that is on the stack, for code whose execution context was suppressed.</summary>
    StoppableRun? CurrentRun { get; }

    /// <summary>Fires when the session is reset or removed.</summary>
    CancellationToken Token { get; }

    /// <summary>Makes a delegate of a script block that any thread can call; null where the type does not allow it.</summary>
    Delegate? MakeCallback(Type type, ScriptBlock script);
}
