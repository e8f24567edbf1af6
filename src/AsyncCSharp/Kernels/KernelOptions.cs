namespace AsyncCSharp.Kernels;

/// <summary>How a kernel is to be.</summary>
/// <param name="Module">The module's manifest.</param>
internal sealed record KernelOptions(string Module)
{
    /// <summary>What cells are that do not say it.</summary>
    public CellKind First { get; init; } = CellKind.CSharp;

    /// <summary>Whether cells may use the names of .NET Interactive.</summary>
    public bool IsCompatible { get; init; }

    /// <summary>The user's <c>$PROFILE</c>; null where it is not known.</summary>
    public object? Profile { get; init; }

    /// <summary>Whether the profiles are run before the first cell.</summary>
    public bool LoadsProfile { get; init; }
}
