using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>Where a pipeline thread is: whose code it executes, to be put back. That of a nested cell leaves the thread in code of the cell around it.</summary>
/// <param name="Code">The stop of the invocation whose code executes; null for PowerShell's.</param>
/// <param name="Inside">The boundary as the thread's pump has it.</param>
internal readonly record struct CodePlace(StopScope? Code, CodeBoundary? Inside);
