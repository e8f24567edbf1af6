namespace AsyncCSharp.Conversion;

/// <summary>What stands behind a delegate that any thread can call in the place of one which PowerShell has made of a script block.</summary>
internal interface IScriptDelegate
{
    /// <summary>PowerShell's own delegate, or null where there was none.</summary>
    Delegate? Inner { get; }
}
