namespace AsyncCSharp.Reporting;

/// <summary>An error about sessions, references or variables, on its way to an error record.</summary>
internal sealed class SessionException(string errorId, string message) : InvalidOperationException(message)
{
    /// <summary>Makes one with the message of that name.</summary>
    public static SessionException Of(string errorId, params object?[] args) =>
        new(errorId, string.Format(null, Strings.ResourceManager.GetString(errorId, null)!, args)) { Subject = args is [string subject, ..] ? subject : null };

    /// <summary>The same, with the line of the cell that asked for it.</summary>
    public SessionException At(string cell, int line) => new(errorId, $"{Message} ({cell}:line {line})") { Subject = Subject };

    /// <summary>What the message is about, as it was written.</summary>
    public string? Subject { get; private init; }

    /// <summary>The record's id, which is the name of the message in the resource file.</summary>
    public string ErrorId => errorId;
}
