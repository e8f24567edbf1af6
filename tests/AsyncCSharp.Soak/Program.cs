using System.Diagnostics;
using System.Globalization;
using AsyncCSharp.Soak;

const int Runspaces = 4;
const int WarmUpRounds = 20;
TimeSpan patience = TimeSpan.FromMinutes(5);

int amount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
bool countsCells = args is [_, "cells", ..];
SoakRunspace[] runspaces = [.. Enumerable.Range(0, Runspaces).Select(_ => new SoakRunspace())];
int rounds = 0;

Run(() => rounds < WarmUpRounds);
ProcessState before = ProcessState.Measure();
int warmUp = rounds;
Stopwatch watch = Stopwatch.StartNew();
Run(() => countsCells ? (rounds - warmUp) * SoakRunspace.CellsOfRound < amount : watch.Elapsed.TotalSeconds < amount);
TimeSpan time = watch.Elapsed;
ProcessState after = ProcessState.Measure();

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(rounds - warmUp) * SoakRunspace.CellsOfRound} cells in {time.TotalSeconds:0} s"));
Console.WriteLine($"after warm-up: {before}");
Console.WriteLine($"in the end:    {after}");
string[] grown = [.. after.GrownSince(before)];
foreach (string what in grown)
{
    Console.Error.WriteLine($"Has grown: {what}.");
}

foreach (SoakRunspace runspace in runspaces)
{
    runspace.Dispose();
}

return grown.Length;

// A round in each runspace at once, again and again. What one throws ends the program, and so does one that hangs.
void Run(Func<bool> goesOn)
{
    while (goesOn())
    {
        Task[] running = [.. runspaces.Select(runspace => Task.Factory.StartNew(
            number => runspace.RunRound((int)number!),
            Interlocked.Increment(ref rounds),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        if (!Task.WaitAll(running, patience))
        {
            throw new TimeoutException("A round hangs.");
        }
    }
}
