namespace AsyncCSharp.Conversion;

/// <summary>What a type says of whether there is something in an object that PowerShell sees by a view.</summary>
internal enum HoldingCertainty
{
    /// <summary>There is nothing.</summary>
    Never,

    /// <summary>Only the object itself tells.</summary>
    Maybe,

    /// <summary>There is in each.</summary>
    Always,
}
