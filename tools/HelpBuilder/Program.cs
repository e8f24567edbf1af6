using AsyncCSharp.HelpBuilder;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: HelpBuilder <docs folder> <output folder>");
    return 2;
}

IReadOnlyList<DocError> errors = HelpBuild.Run(args[0], args[1]);
foreach (DocError error in errors)
{
    Console.Error.WriteLine(error);
}

return errors.Count == 0 ? 0 : 1;
