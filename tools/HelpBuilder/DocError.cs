namespace AsyncCSharp.HelpBuilder;

/// <summary>A mistake in a page, printed in the form that MSBuild and editors understand.</summary>
internal sealed record DocError(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}:1: error: {Message}";
}
