namespace AsyncCSharp.Contract;

/// <summary>Marks the exception of what was left and has not ended: the user is told.</summary>
internal interface IStillRunning;
