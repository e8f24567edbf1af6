using System.Globalization;
using MiniPester.Model;

namespace MiniPester.Running;

/// <summary>Lines around the output of each test, for people and for who wants to know which test wrote what.</summary>
/// <param name="markErrors">Whether the lines go to standard error too, which tells whose errors stand there.</param>
internal sealed class RunLog(bool markErrors)
{
    public void Begin(int id, string name) => Write($"[it {id}] {name}");

    public void End(SpecResult result)
    {
        string time = result.Milliseconds.ToString("F0", CultureInfo.InvariantCulture);
        Write($"[{result.Outcome.ToString().ToLowerInvariant()} {result.Id}] {result.FullName} {time} ms");
        if (result.Message is not null)
        {
            Console.Out.WriteLine(result.Message);
        }
    }

    private void Write(string line)
    {
        Console.Out.WriteLine(line);
        if (markErrors)
        {
            Console.Error.WriteLine(line);
        }
    }
}
