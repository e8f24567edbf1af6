namespace AsyncCSharp.Contract;

/// <summary>What may be called at a place.</summary>
/// <param name="All">The overloads.</param>
/// <param name="Best">The one that fits what is typed.</param>
internal sealed record CodeSignatures(IReadOnlyList<CodeSignature> All, int Best);
