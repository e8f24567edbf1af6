namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>How a parameter takes part in a parameter set; no position means that it must be named.</summary>
internal sealed record SetMembership(
    string Set,
    int? Position,
    bool IsRequired,
    bool FromPipeline,
    bool FromPipelineByPropertyName,
    bool FromRemainingArguments);
