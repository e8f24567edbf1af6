using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Machines;

/// <summary>
/// The sessions in which a call of this version has begun before: what they are to do is sent to them together with the question whether they can. Where
/// they cannot any more, the call ends with the same error, and they have done nothing.
/// </summary>
internal static class KnownMachines
{
    // The table owns nothing: an entry goes with its session.
    private static readonly ConditionalWeakTable<Runspace, object> s_known = [];

    /// <summary>Whether one is known.</summary>
    public static bool Has(PSSession session) => s_known.TryGetValue(session.Runspace, out _);

    /// <summary>Takes note of one.</summary>
    public static void Add(PSSession session) => s_known.AddOrUpdate(session.Runspace, s_known);
}
