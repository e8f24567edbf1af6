using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.SystematicTesting;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace AsyncCSharp.Schedules.Tests;

/// <summary>
/// Runs a test again and again, each time with another choice of which thread runs next. A failure names the seed of its run; the same
/// choices are made again where the variable ASYNCCSHARP_SEED has it.
/// </summary>
internal static class Schedule
{
    private const string Variable = "ASYNCCSHARP_SEED";

    /// <summary>After how many choices a schedule counts as one that does not end.</summary>
    private const uint MostSteps = 50_000;

    /// <summary>When a schedule that makes no choice counts as hung. A standstill is seen at once; this is for what is not under control, and long.</summary>
    private const uint HangMilliseconds = 20_000;

    /// <summary>How many steps others may take while a thread sleeps: enough for a method or two.</summary>
    private const uint LongestSleep = 100;

    /// <summary>Runs the test so often, or with the seed that was asked for.</summary>
    /// <remarks>Half of the schedules let any thread run after each step, the other half let one run for a while: other faults are found there.</remarks>
    public static void Explore(uint times, Action test)
    {
        bool isGiven = uint.TryParse(Environment.GetEnvironmentVariable(Variable), out uint given);
        uint first = isGiven ? given : (uint)Random.Shared.Next();
        uint each = isGiven ? 1 : times / 2;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Variable}={first} and the following");
        Explore(Configure(first, each).WithRandomStrategy(), first, test);
        Explore(Configure(first, each).WithProbabilisticStrategy(), first, test);
    }

    /// <summary>A choice of the schedule's: one of so many.</summary>
    public static int Choose(int count) => Generator.Create().NextInteger(count);

    /// <summary>Lets the others run until something holds. The condition is for fields of the test: what it calls may not be rewritten.</summary>
    public static void Await(Func<bool> condition) => Operation.PauseUntil(condition);

    /// <summary>Fails the schedule.</summary>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    private static void Explore(Configuration configuration, uint first, Action test)
    {
        uint seed = first;
        TestingEngine engine = TestingEngine.Create(configuration, () => ScheduledThread.RunSchedule(test));
        engine.SetLogger(new TextWriterLogger(TextWriter.Null, VerbosityLevel.None));
        engine.RegisterStartIterationCallBack(iteration => seed = first + iteration);
        engine.Run();
        Assert.True(engine.TestReport.NumOfFoundBugs == 0, $"With {Variable}={seed}: {string.Join('\n', engine.TestReport.BugReports)}");
        Assert.True(engine.TestReport.UncontrolledInvocations.Count == 0, $"Not under control: {string.Join(", ", engine.TestReport.UncontrolledInvocations)}");
    }

    private static Configuration Configure(uint seed, uint times) => Configuration.Create()
        .WithTelemetryEnabled(false)
        .WithTestingIterations(times)
        .WithRandomGeneratorSeed(seed)
        .WithDeadlockTimeout(HangMilliseconds)
        .WithTimeoutDelay(LongestSleep)
        .WithMaxSchedulingSteps(MostSteps)
        .WithFailureOnMaxStepsBoundEnabled()
        .WithAtomicOperationRaceCheckingEnabled()
        .WithVolatileOperationRaceCheckingEnabled()
        .WithMemoryAccessRaceCheckingEnabled();
}
