namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>A parameter with the text and the facts that its page gives.</summary>
internal sealed record Parameter(
    string Name,
    int Line,
    IReadOnlyList<string> Description,
    string Type,
    string DefaultValue,
    bool SupportsWildcards,
    bool DontShow,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    IReadOnlyList<SetMembership> Sets)
{
    public const string AllSets = "(All)";

    public bool IsSwitch => Type is "System.Management.Automation.SwitchParameter";

    /// <summary>The facts for a set; one of its own goes before <c>(All)</c>.</summary>
    public SetMembership? In(string set) =>
        Sets.FirstOrDefault(membership => membership.Set == set)
        ?? Sets.FirstOrDefault(membership => membership.Set == AllSets);
}
