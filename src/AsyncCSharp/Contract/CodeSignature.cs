namespace AsyncCSharp.Contract;

/// <summary>One overload.</summary>
/// <param name="Note">The signature, and its documentation.</param>
/// <param name="Start">Where the parameter that is being typed begins in the signature.</param>
/// <param name="Length">How long it is there; 0 for none.</param>
/// <param name="Parameter">What the documentation says about that parameter; empty for nothing.</param>
internal sealed record CodeSignature(CodeNote Note, int Start, int Length, string Parameter);
