namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>The page of one cmdlet.</summary>
internal sealed record CommandPage(
    string Name,
    string HelpFile,
    string Synopsis,
    string Aliases,
    IReadOnlyList<string> Description,
    IReadOnlyList<SyntaxSet> Syntax,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<TypeNote> Inputs,
    IReadOnlyList<TypeNote> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<RelatedLink> Links);
