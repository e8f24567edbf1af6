namespace AsyncCSharp.Output;

/// <summary>Takes the console text of a cell, and of what the cell leaves behind, past PowerShell. Any thread, under the console's lock.</summary>
internal interface IConsoleSink
{
    /// <summary>Whether there is so much that whoever writes is to wait, with the console's lock given up.</summary>
    bool IsFull { get; }

    /// <summary>Takes a text. Calls nothing of PowerShell's or a user's, and waits for nothing.</summary>
    void Write(string text, bool isError);
}
