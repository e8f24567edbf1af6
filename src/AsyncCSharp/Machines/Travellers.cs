using System.Management.Automation;
using System.Runtime.InteropServices;
using AsyncCSharp.Conversion;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Machines;

/// <summary>Which values have no copy on another machine that would be of any use.</summary>
internal static class Travellers
{
    /// <summary>The error for a value that cannot travel; null for all others.</summary>
    /// <param name="what">What it was given as.</param>
    /// <param name="value">The value.</param>
    public static ErrorRecord? Refusal(string what, object? value) => value switch
    {
        Delegate or ScriptBlock => MachineErrors.CannotTravelDelegate(what, value),
        Stream or SafeHandle or WaitHandle or CancellationToken or CSharpSession => MachineErrors.CannotTravelValue(what, value.GetType(), value),
        not null when Awaitable.Is(value) || ValueKinds.StreamTypeOf(value) is not null => MachineErrors.CannotTravelValue(what, value.GetType(), value),
        _ => null,
    };
}
