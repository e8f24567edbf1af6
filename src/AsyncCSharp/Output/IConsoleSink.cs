namespace AsyncCSharp.Output;

/// <summary>Takes the console text of a cell, and of what the cell leaves behind, past PowerShell. Any thread, under the console's lock.</summary>
internal interface IConsoleSink
{
    /// <summary>Takes a text. Calls nothing of PowerShell's or a user's.</summary>
    void Write(string text, bool isError);
}
