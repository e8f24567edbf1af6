using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Text;

namespace AsyncCSharp.Commands;

/// <summary>Reads a <c>-Variable</c> argument: a hashtable of names and values, or names of PowerShell variables.</summary>
internal static class VariableArgument
{
    /// <summary>Gives names and live values.</summary>
    public static bool TryRead(
        object argument,
        SessionState state,
        out IReadOnlyList<KeyValuePair<string, object?>> variables,
        [NotNullWhen(false)] out ErrorRecord? error)
    {
        List<KeyValuePair<string, object?>> found = [];
        variables = found;
        error = null;
        switch (argument is PSObject wrapped ? wrapped.BaseObject : argument)
        {
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    found.Add(new(entry.Key.ToString()!, Live(entry.Value)));
                }

                break;
            case string name:
                return TryFind([name], state, found, out error);
            case IEnumerable names:
                return TryFind(names.Cast<object?>(), state, found, out error);
            case var other:
                error = Errors.InvalidVariableArgument(other);
                return false;
        }

        return Check(found, out error);
    }

    private static bool TryFind(IEnumerable<object?> names, SessionState state, List<KeyValuePair<string, object?>> found, [NotNullWhen(false)] out ErrorRecord? error)
    {
        error = null;
        foreach (object? item in names)
        {
            switch (PSValue.Unwrap(item))
            {
                case PSVariable variable:
                    Add(found, variable.Name, variable);
                    break;
                case string name when state.PSVariable.Get(name.TrimStart('$')) is { } variable:
                    Add(found, NameAsked(name.TrimStart('$'), variable), variable);
                    break;
                case string name:
                    error = Errors.ShellVariableNotFound(name);
                    return false;
                case var other:
                    error = Errors.InvalidVariableArgument(other);
                    return false;
            }
        }

        return Check(found, out error);
    }

    private static void Add(List<KeyValuePair<string, object?>> found, string name, PSVariable variable)
    {
        if (!found.Exists(v => v.Key == name))
        {
            found.Add(new(name, Live(variable.Value)));
        }
    }

    // PowerShell finds $Timeout as timeout, and C# does not: the cell has the name as the caller writes it, without a scope (script:x).
    private static string NameAsked(string asked, PSVariable variable)
    {
        string name = asked[(asked.LastIndexOf(':') + 1)..];
        return string.Equals(name, variable.Name, StringComparison.OrdinalIgnoreCase) ? name : variable.Name;
    }

    private static object? Live(object? value) => PSValue.ForCellWithNames(value, RunspaceSessions.Current);

    private static bool Check(List<KeyValuePair<string, object?>> found, [NotNullWhen(false)] out ErrorRecord? error)
    {
        error = found.FirstOrDefault(v => !CSharpName.IsValid(v.Key)) is { Key: { } bad }
            ? Errors.VariableNotSet(bad, Strings.InvalidName)
            : null;
        return error is null;
    }
}
