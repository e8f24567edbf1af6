using AsyncCSharp.Fuzz;

int seconds = args.Length > 0 && int.TryParse(args[0], out int given) ? given : 60;
string seed = args.Length > 1 ? args[1] : CellFuzzer.NewSeed();
Console.WriteLine($"seed {seed}");
try
{
    long cells = CellFuzzer.Run(seconds, seed);
    Console.WriteLine($"{cells} cells in {seconds} s: nothing found.");
    return 0;
}
catch (Exception e)
{
    // The generator's message has the smallest cell that it could find, and the seed of that.
    Console.Error.WriteLine(e.Message);
    return 1;
}
