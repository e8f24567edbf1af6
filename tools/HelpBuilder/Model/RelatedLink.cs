namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>A link to another page; those within the module have no address.</summary>
internal sealed record RelatedLink(string Text, string Address);
