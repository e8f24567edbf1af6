using AsyncCSharp.HelpBuilder;
using AsyncCSharp.HelpBuilder.Framework;

IReadOnlyList<DocError> errors;
switch (args)
{
    case ["--framework", { } pack, { } archive]:
        errors = FrameworkDocs.Run(pack, archive);
        break;
    case [{ } docs, { } output]:
        errors = HelpBuild.Run(docs, output);
        break;
    default:
        Console.Error.WriteLine("Usage: HelpBuilder <docs folder> <output folder>");
        Console.Error.WriteLine("       HelpBuilder --framework <folder of a reference pack's XML files> <archive>");
        return 2;
}

foreach (DocError error in errors)
{
    Console.Error.WriteLine(error);
}

return errors.Count == 0 ? 0 : 1;
