namespace AsyncCSharp;

/// <summary>An assertion failed in code of a session: <c>Debug.Assert</c>, <c>Trace.Assert</c> or one of their kind, which would end the process.</summary>
public sealed class AssertionFailedException : InvalidOperationException
{
    internal AssertionFailedException(string message)
        : base(message)
    {
    }
}
