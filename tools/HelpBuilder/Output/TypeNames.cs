namespace AsyncCSharp.HelpBuilder.Output;

/// <summary>Writes the full name of a type as PowerShell writes it in a syntax line.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, string> s_accelerators = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool",
        ["System.Collections.Hashtable"] = "hashtable",
        ["System.Double"] = "double",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Management.Automation.ScriptBlock"] = "scriptblock",
        ["System.Management.Automation.SwitchParameter"] = "switch",
        ["System.String"] = "string",
        ["System.Uri"] = "uri",
        ["System.Version"] = "version",
    };

    public static string Short(string fullName)
    {
        string element = fullName.EndsWith("[]", StringComparison.Ordinal) ? fullName[..^2] : fullName;
        string name = s_accelerators.GetValueOrDefault(element) ?? element[(element.LastIndexOf('.') + 1)..];
        return name + fullName[element.Length..];
    }
}
