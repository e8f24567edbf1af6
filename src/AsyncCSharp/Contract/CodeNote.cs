namespace AsyncCSharp.Contract;

/// <summary>What there is to say about a name.</summary>
/// <param name="Signature">How it is declared.</param>
/// <param name="Summary">What its documentation says; empty where it has none.</param>
internal sealed record CodeNote(string Signature, string Summary)
{
    /// <summary>Nothing.</summary>
    public static CodeNote Empty { get; } = new(string.Empty, string.Empty);
}
