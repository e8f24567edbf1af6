namespace AsyncCSharp.Loop;

/// <summary>The time of a <see cref="PumpWait"/> is up. Of its own type, as what is waited for may throw a <see cref="TimeoutException"/> too.</summary>
internal sealed class WaitTimeoutException : Exception;
