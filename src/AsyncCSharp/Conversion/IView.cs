namespace AsyncCSharp.Conversion;

/// <summary>What PowerShell sees in the place of an object of C#, which gets that object back.</summary>
internal interface IView
{
    /// <summary>The object of C#.</summary>
    object Original { get; }
}
