namespace AsyncCSharp.Engine.Threading;

/// <summary>A compilation was to end, and did not: it goes on, and nobody waits for it.</summary>
internal sealed class CompilationAbandonedException(CancellationToken token) : OperationCanceledException(Strings.CellStopped, token), IStillRunning;
