namespace AsyncCSharp.Interop;

/// <summary>A stream of PowerShell's beside the objects.</summary>
internal enum ScriptStream
{
    Error,
    Warning,
    Verbose,
    Debug,
    Information,
}
