using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Failures;
using AsyncCSharp.Output;

namespace AsyncCSharp.Calls;

/// <summary>What every call does before its cell runs, whether the cell is to give something or to be timed.</summary>
internal static class CallStart
{
    /// <summary>Warns of what background code of the session has thrown since the last call.</summary>
    public static void TellOfFailures(CSharpSession session, ICellOutput output)
    {
        if (!session.Failures.Any)
        {
            return;
        }

        foreach ((string message, string id) in FailureReport.Take(session.Failures))
        {
            output.WriteWarning(message, id);
        }
    }

    /// <summary>What the call's code gets in another form than PowerShell has it in.</summary>
    /// <param name="arguments">The call's arguments.</param>
    /// <param name="variables">The call's variables; null where it has none.</param>
    /// <param name="script">What the session has already; null where it has nothing.</param>
    public static HandedValues HandOver(IReadOnlyList<object?> arguments, CallVariables? variables, IScriptSession? script)
    {
        HandedValues handed = variables?.Handed ?? new HandedValues();
        foreach (KeyValuePair<string, object?> variable in variables?.Values ?? [])
        {
            handed.AddRoot(variable.Value);
        }

        foreach (object? value in arguments)
        {
            handed.AddRoot(value);
        }

        if (EnumTwins.Any)
        {
            foreach (ScriptVariable variable in script?.GetVariables().Where(v => v.IsFromPowerShell) ?? [])
            {
                handed.AddRoot(variable.Value);
            }
        }

        return handed;
    }
}
