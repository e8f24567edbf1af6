namespace AsyncCSharp.Prompting;

/// <summary>What there is to do with a text.</summary>
internal enum PromptLineKind
{
    /// <summary>A cell runs.</summary>
    Cell,

    /// <summary>A line of PowerShell runs.</summary>
    Shell,

    /// <summary>The list of directives is shown.</summary>
    Help,

    /// <summary>The cells so far are shown; the text has how many, or nothing.</summary>
    History,

    /// <summary>The prompt is left.</summary>
    Leave,
}
