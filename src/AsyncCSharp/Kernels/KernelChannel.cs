namespace AsyncCSharp.Kernels;

/// <summary>The two sockets that clients ask on.</summary>
internal enum KernelChannel
{
    /// <summary>Requests in order, one at a time.</summary>
    Shell,

    /// <summary>What must not wait for a cell.</summary>
    Control,
}
