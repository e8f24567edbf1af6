namespace AsyncCSharp.Stopping;

/// <summary>
/// How long everything may take, with the reasons. In one place, as they depend on each other: the prompt is promised within two seconds of
/// a stop, and all steps on the way have to fit. Whole numbers are milliseconds.
/// </summary>
internal static class Durations
{
    /// <summary>The time for code that watches the token to end by itself, before its waits are interrupted.</summary>
    public static readonly TimeSpan TokenTime = TimeSpan.FromMilliseconds(50);

    /// <summary>How long who stops a cell waits for the thread that fires the token: what a thread takes to start, on a busy machine too.</summary>
    public static readonly TimeSpan TokenStart = TimeSpan.FromMilliseconds(200);

    /// <summary>When the time for finally blocks and Dispose methods is over: they have half a second.</summary>
    public static readonly TimeSpan CleanupEnd = TokenTime + TimeSpan.FromMilliseconds(500);

    /// <summary>When what still waits is left, from the inside out or not.</summary>
    public static readonly TimeSpan UnwindingEnd = CleanupEnd + TimeSpan.FromMilliseconds(100);

    /// <summary>When code that still holds an event loop loses it to the next cell.</summary>
    public static readonly TimeSpan LoopEnd = CleanupEnd + TimeSpan.FromMilliseconds(350);

    /// <summary>When a stopped cell is no longer waited for. The prompt is promised within 2 s.</summary>
    public static readonly TimeSpan Abandonment = TimeSpan.FromMilliseconds(1200);

    /// <summary>
    /// How often the ladder looks what of a stopped cell has ended. Nothing is cut at the first look: until the second, code on other threads comes to a check,
    /// and libraries see the token.
    /// </summary>
    public const int LadderStep = 10;

    /// <summary>How often waits of a stopped cell are interrupted in the time for cleaning up. After it, each step does.</summary>
    public const int InterruptInterval = 50;

    /// <summary>For how long the ladder goes on; far beyond the point where the cell is abandoned.</summary>
    public static readonly TimeSpan LadderEnd = TimeSpan.FromSeconds(30);

    /// <summary>How often a stopped cell that is waited for is looked at.</summary>
    public const int StoppedCellSlice = 50;

    /// <summary>How long a pipeline thread waits for work at a time while code of a stopped cell cleans up.</summary>
    public const int CleanupSlice = 10;

    /// <summary>How often it is looked whether code that was left has ended, before the user is told.</summary>
    public const int LeftoverSlice = 10;

    /// <summary>How long a stop of the pipeline takes to come from the pipelines nested in it to the cell.</summary>
    public const int NestedStop = 200;

    /// <summary>For how long a thread is seen to wait before that is one wait, and not several short ones.</summary>
    public const int OneOutsideWait = 100;

    /// <summary>For how long the next wait may last that comes after an interrupted one: it may be part of a clean-up.</summary>
    public const int NextOutsideWait = 1000;

    /// <summary>How long stopped background work may clean up; what a stopped cell has, and a little more.</summary>
    public const int SessionCleanup = 800;

    /// <summary>How long stopping a job may take; a stopped cell is abandoned before.</summary>
    public static readonly TimeSpan JobStop = TimeSpan.FromSeconds(3);

    /// <summary>How long a stream that is not wanted any more may take to let go, before the pipeline goes on without.</summary>
    public const int StreamDisposal = 1000;

    /// <summary>What code of a stream that <c>Receive-Task</c> reads has for cleaning up: as much as that of a cell.</summary>
    public static readonly TimeSpan ForeignCleanup = TimeSpan.FromMilliseconds(500);

    /// <summary>What a finalizer is given, also while a cell is stopped: as much as a finally block.</summary>
    public const int FinalizerGrace = 500;

    /// <summary>What the others are given soon after one had to be ended: there may be thousands of its kind.</summary>
    public const int ShortFinalizerGrace = 5;

    /// <summary>How long after an ended finalizer the others have the short time, and the flag stays up for them.</summary>
    public const int SoonAfterFinalizer = 10_000;

    /// <summary>How long nobody asks for another collection after the first one that was to end a hold on the stop flag.</summary>
    public const int FirstCollectionPause = 100;

    /// <summary>The same at most: the pause doubles, as what keeps a hold may live on.</summary>
    public const int LongestCollectionPause = 60_000;

    /// <summary>How long a blocking wait on the thread of a loop stays undisturbed; what locks and short waits need is far below it.</summary>
    public const int BlockedWaitPatience = 100;

    /// <summary>How often it is looked for work of the loop in such a wait; short against what a person notices, long against its cost.</summary>
    public const int BlockedWaitSlice = 10;

    /// <summary>How often it is looked whether a lent loop gets on: work waits for this long at least, and twice as long at most, before the pool does it.</summary>
    public const int LentLoopPatience = 10;

    /// <summary>How long a thread that wants a loop waits for the pool's callback before it serves its pump again.</summary>
    public const int LoopTakingSlice = 10;

    /// <summary>How often it is looked whether a pipeline thread is blocked.</summary>
    public const int BlockedThreadSlice = 100;

    /// <summary>How long a thread is to be blocked before that counts as a deadlock.</summary>
    public const int BlockedThreadDeadlock = 5000;

    /// <summary>How often it is looked for event actions of a runspace. PowerShell tells nobody that there are any.</summary>
    public const int EventSlice = 50;

    /// <summary>How long a job may wait for the session of who started it before that is said.</summary>
    public const int JobNotice = 1000;

    /// <summary>How long background code may keep a cell waiting before the user is told.</summary>
    public const int BackgroundNotice = 1000;

    /// <summary>How long a fast writer is held back at first: what is taken is taken fast.</summary>
    public const int FirstHoldSlice = 1;

    /// <summary>The longest of its slices, which grow by a millisecond each.</summary>
    public const int LongestHoldSlice = 10;

    /// <summary>How long a write is held back at most: what is downstream may be waiting for the very thread.</summary>
    public const int LongestHold = 500;

    /// <summary>How long a producer is held back while nothing can be taken, because the pipeline thread is blocked.</summary>
    public static readonly TimeSpan AwaitedWriteHold = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the pipeline thread is to be blocked before what another thread asks of it is answered without it.</summary>
    public const int AnswerWithoutPipeline = 200;

    /// <summary>How often the console printer looks; text that is older than this is stuck.</summary>
    public const int PrinterLook = 20;

    /// <summary>How long a thread waits for another that is printing to the host. The host may hang.</summary>
    public const int PrinterPatience = 500;

    /// <summary>How long after the end of a runspace PowerShell's caches are cleared: by then a process that is about to end has ended.</summary>
    public static readonly TimeSpan AfterRunspace = TimeSpan.FromMilliseconds(300);

    /// <summary>From when on progress of packages is shown.</summary>
    public const int LongPackages = 500;

    /// <summary>How often a fan-out looks how far it is.</summary>
    public const int FanOutProgressInterval = 200;

    /// <summary>From when on progress of a fan-out is shown.</summary>
    public const int LongFanOut = 1000;

    /// <summary>For how long the pipeline thread runs continuations before it takes the next object.</summary>
    public const int FanOutServing = 5;

    /// <summary>How often it is looked for input of the console where nobody tells of it. Shorter than what a person notices while typing.</summary>
    public const int InputSlice = 15;

    /// <summary>How long a reader has the system wait.</summary>
    public const int StandardInputPatience = 10;

    /// <summary>How long a command waits for a session that another thread works with: what a short cell or another cmdlet needs.</summary>
    public static readonly TimeSpan SessionPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long the thread of the time limits waits for another one before it ends: calls of a script come one after the other.</summary>
    public const int IdleDeadlines = 10_000;

    /// <summary>How long it is waited for finalizers that tell of failed tasks; somebody else's may hang.</summary>
    public static readonly TimeSpan FinalizerPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long what a cell on another machine gave may wait for more, to travel with it.</summary>
    public const int AnswerInterval = 50;

    /// <summary>How long an object that has ended on another machine waits for those that end with it, where there is nothing more to begin with.</summary>
    public const int AnswerGathering = 2;

    /// <summary>How often the two sides of a call over machines give a sign of life.</summary>
    public const int Heartbeat = 1000;

    /// <summary>How many signs may be missing before the other side counts as lost.</summary>
    public const int MissedHeartbeats = 5;

    /// <summary>How many beats a machine may take to begin: it gives no signs of life before, and imports the module first where nobody has.</summary>
    public const int HeartbeatsToBegin = 30;

    /// <summary>How much work a machine is to have at hand: enough for the way to it, and little at the end where others are done.</summary>
    public static readonly TimeSpan WorkAtHand = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a call over machines shows how far it is, and how long it shows nothing at first.</summary>
    public static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(1);

    /// <summary>How long the cells on other machines are waited for that have been stopped. The prompt is promised within 2 s.</summary>
    public static readonly TimeSpan MachineStop = TimeSpan.FromMilliseconds(1500);
}
