namespace AsyncCSharp.Kernels;

/// <summary>What cells need is not there. The message says why.</summary>
internal sealed class KernelStartException(string message) : Exception(message);
