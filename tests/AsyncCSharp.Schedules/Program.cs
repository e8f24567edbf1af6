namespace AsyncCSharp.Schedules;

/// <summary>Puts the stand-ins into an assembly: the plain one, and where the other goes.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not [string plain, string result])
        {
            Console.Error.WriteLine("AsyncCSharp.Schedules <plain assembly> <result>");
            return 2;
        }

        Substitution.Apply(plain, result);
        return 0;
    }
}
