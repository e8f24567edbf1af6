using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>Values on their way from PowerShell to C#.</summary>
internal static class PSValue
{
    /// <summary>
    /// The object inside of a <see cref="PSObject"/>; the PSObject itself where it is a property bag, or carries added
    /// members that C# could not see otherwise (it is dynamic there). Of a view, what it stands for.
    /// </summary>
    public static object? Unwrap(object? value)
    {
        if (value is not PSObject wrapped)
        {
            return ShellEnums.ToCell(value);
        }

        if (wrapped.ImmediateBaseObject is PSCustomObject)
        {
            return ObjectView.OriginalOf(wrapped) ?? wrapped;
        }

        if (InstanceMembers.MayHave(wrapped) && HasAddedMembers(wrapped))
        {
            return wrapped;
        }

        return ShellEnums.ToCell(wrapped.BaseObject);
    }

    /// <summary>Converts as PowerShell does.</summary>
    public static T ConvertTo<T>(object? value) =>
        typeof(T) == typeof(object) ? (T)Unwrap(value)! : LanguagePrimitives.ConvertTo<T>(value);

    private static bool HasAddedMembers(PSObject wrapped)
    {
        foreach (PSMemberInfo member in wrapped.Members.Match("*", PSMemberTypes.NoteProperty))
        {
            // What the provider adds to every file is not the user's.
            if (member.IsInstance && !member.Name.StartsWith("PS", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
