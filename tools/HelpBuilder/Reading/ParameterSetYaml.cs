using AsyncCSharp.HelpBuilder.Model;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>An entry of <see cref="ParameterYaml.ParameterSets"/>.</summary>
internal sealed class ParameterSetYaml
{
    public string Name { get; set; } = Parameter.AllSets;

    public string Position { get; set; } = "Named";

    public bool IsRequired { get; set; }

    public bool ValueFromPipeline { get; set; }

    public bool ValueFromPipelineByPropertyName { get; set; }

    public bool ValueFromRemainingArguments { get; set; }
}
