using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Failures;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What a session keeps of exceptions that nobody catches.</summary>
public sealed class SessionFailuresTests
{
    [Fact]
    public void Report_OfTheSameTwice_IsTakenOnce()
    {
        SessionFailures failures = new();
        Exception failure = new FormatException();
        failures.Report(failure);
        failures.Report(failure);
        Assert.Same(failure, Assert.Single(failures.Take().First));
    }

    // Reports come on threads, and on that of the finalizers, where an exception is the end of the process.
    [Fact]
    public void Report_OfExceptionsThatSayWhatTheyEqual_AsksNoneOfThem()
    {
        SessionFailures failures = new();
        failures.Report(new Incomparable());
        failures.Report(new Incomparable());
        Assert.Equal(2, failures.Take().First.Count);
    }

    [SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "As a user writes one.")]
    [SuppressMessage("Design", "CA1065:Do not raise exceptions in unexpected locations", Justification = "This is the test.")]
    private sealed class Incomparable : Exception
    {
        public override bool Equals(object? obj) => throw new InvalidOperationException();

        public override int GetHashCode() => throw new InvalidOperationException();
    }
}
