namespace AsyncCSharp.Engine;

/// <summary>
/// What <c>-Variable</c> gave to one call. It belongs to the call, however calls overlap: nothing of it is the session's. Used by one
/// thread at a time, from who has the session's gate.
/// </summary>
/// <param name="values">Names, each once, and values.</param>
internal sealed class CallVariables(IReadOnlyList<KeyValuePair<string, object?>> values)
{
    /// <summary>Names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Values => values;

    /// <summary>The engine's object with the variables, as the call's code reads and sets them; null before the first compilation.</summary>
    public object? Live { get; set; }

    /// <summary>Whether one has the name.</summary>
    public bool Have(string name) => values.Any(v => v.Key == name);
}
