using System.Text;
using AsyncCSharp.HelpBuilder.Model;
using AsyncCSharp.HelpBuilder.Output;
using AsyncCSharp.HelpBuilder.Reading;

namespace AsyncCSharp.HelpBuilder;

/// <summary>Converts a folder of pages. Nothing is written when any page has a mistake.</summary>
internal static class HelpBuild
{
    private const string AboutPrefix = "about_";
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    public static IReadOnlyList<DocError> Run(string docsFolder, string outputFolder)
    {
        if (!Directory.Exists(docsFolder))
        {
            return [new DocError(docsFolder, 0, "There is no such folder.")];
        }

        string[] files = Directory.GetFiles(docsFolder, "*.md");
        Array.Sort(files, StringComparer.Ordinal);

        List<DocError> errors = [];
        List<CommandPage> commands = [];
        SortedDictionary<string, string> outputs = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            PageErrors pageErrors = new(file);
            MarkdownPage page = MarkdownPage.Parse(file, File.ReadAllText(file), pageErrors);
            if (page.Name.StartsWith(AboutPrefix, StringComparison.Ordinal))
            {
                outputs.Add($"{page.Name}.help.txt", AboutWriter.Write(page, pageErrors));
            }
            else
            {
                commands.Add(CommandPageReader.Read(page, pageErrors));
            }

            errors.AddRange(pageErrors.All);
        }

        if (errors.Count > 0)
        {
            return errors;
        }

        foreach (IGrouping<string, CommandPage> helpFile in commands.GroupBy(command => command.HelpFile, StringComparer.Ordinal))
        {
            outputs.Add(helpFile.Key, MamlWriter.Write(helpFile));
        }

        Save(outputs, outputFolder);
        return [];
    }

    private static void Save(SortedDictionary<string, string> outputs, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.GetFiles(folder, $"{AboutPrefix}*.help.txt"))
        {
            if (!outputs.ContainsKey(Path.GetFileName(old)))
            {
                File.Delete(old);
            }
        }

        foreach ((string name, string text) in outputs)
        {
            File.WriteAllText(Path.Combine(folder, name), text, s_encoding);
        }
    }
}
