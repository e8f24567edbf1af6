using System.Management.Automation;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Commands;

/// <summary>Finds the variables of a session that a name with wildcards means.</summary>
internal static class VariableNames
{
    /// <summary>Gives them. C# tells case apart and PowerShell does not: an exact match goes first.</summary>
    public static ScriptVariable[] Find(IReadOnlyList<ScriptVariable> variables, string name)
    {
        if (variables.FirstOrDefault(v => v.Name == name) is { } exact)
        {
            return [exact];
        }

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. variables.Where(v => pattern.IsMatch(v.Name))];
    }
}
