namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>The yaml block of a parameter; the names are PlatyPS's.</summary>
internal sealed class ParameterYaml
{
    public string Type { get; set; } = "";

    public string? DefaultValue { get; set; }

    public bool SupportsWildcards { get; set; }

    public List<string>? Aliases { get; set; }

    public List<ParameterSetYaml>? ParameterSets { get; set; }

    public bool DontShow { get; set; }

    public List<string>? AcceptedValues { get; set; }

    public string? HelpMessage { get; set; }
}
