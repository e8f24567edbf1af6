namespace AsyncCSharp.Contract;

/// <summary>Where a cell's code came from.</summary>
internal enum CellOrigin
{
    /// <summary>It was compiled in this process.</summary>
    Compiled,

    /// <summary>It was compiled by the compiler in a process of its own.</summary>
    CompiledApart,

    /// <summary>It was kept on disk.</summary>
    Kept,
}
