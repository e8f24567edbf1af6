namespace AsyncCSharp;

/// <summary>What a cell has in the place of an object of PowerShell's, which is what PowerShell gets back.</summary>
internal interface IStandIn
{
    /// <summary>The object itself.</summary>
    object Original { get; }
}
