using System.Management.Automation;
using AsyncCSharp.Output;
using AsyncCSharp.Text;

namespace AsyncCSharp.Calls;

/// <summary>Says in the error of a name that C# does not know that PowerShell has a variable of that name, and how to pass it.</summary>
internal static class ShellVariableHint
{
    // "The name '{0}' does not exist in the current context".
    private const string UnknownName = "CS0103";

    /// <summary>The error with the hint; the same where there is nothing to say. Pipeline thread.</summary>
    public static CSharpCompilationException In(CSharpCompilationException e, ICellOutput output)
    {
        if (output.OwnsScripts || !e.Diagnostics.Any(d => d.Id == UnknownName))
        {
            return e;
        }

        PSVariableIntrinsics variables = output.Variables;
        CellDiagnostic[] told = [.. e.Diagnostics.Select(d => Hint(d, variables))];
        return told.SequenceEqual(e.Diagnostics) ? e : new CSharpCompilationException(told);
    }

    private static CellDiagnostic Hint(CellDiagnostic diagnostic, PSVariableIntrinsics variables)
    {
        if (diagnostic.Id != UnknownName)
        {
            return diagnostic;
        }

        string name = diagnostic.Marked;
        return CSharpName.IsValid(name) && variables.Get(name) is not null
            ? diagnostic.With(string.Format(null, Strings.ShellVariableHint, name, diagnostic.Message.TrimEnd('.')))
            : diagnostic;
    }
}
