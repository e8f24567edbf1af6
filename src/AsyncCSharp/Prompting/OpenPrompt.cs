namespace AsyncCSharp.Prompting;

/// <summary>The C# prompt that is open in a runspace. One a runspace, which has it from <c>RunspaceSessions</c>.</summary>
internal sealed class OpenPrompt
{
    /// <summary>The innermost one, or null.</summary>
    public CellPrompt? Prompt { get; set; }
}
