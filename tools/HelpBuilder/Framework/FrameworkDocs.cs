using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncCSharp.HelpBuilder.Framework;

/// <summary>
/// Makes a small archive of the framework's documentation, for machines without an SDK: summaries and parameters, a file for each namespace. The same
/// pack gives the same bytes.
/// </summary>
internal static partial class FrameworkDocs
{
    // Thousands of processor instructions take a sixth of the room, and who types them has an SDK.
    private const string LeftOut = "System.Runtime.Intrinsics";

    private static readonly string[] s_kept = ["summary", "typeparam", "param"];

    private static readonly DateTimeOffset s_time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes it.</summary>
    /// <param name="packFolder">The folder of a reference pack's XML files.</param>
    /// <param name="outputFile">The archive.</param>
    public static IReadOnlyList<DocError> Run(string packFolder, string outputFile)
    {
        if (!Directory.Exists(packFolder))
        {
            return [new DocError(packFolder, 0, "There is no such folder.")];
        }

        SortedDictionary<string, XElement> members = Read(packFolder);
        if (members.Count == 0)
        {
            return [new DocError(packFolder, 0, "The folder has no documentation.")];
        }

        HashSet<string> types = [.. members.Keys.Where(static id => id.StartsWith("T:", StringComparison.Ordinal)).Select(static id => id[2..])];
        Directory.CreateDirectory(Path.GetDirectoryName(outputFile)!);
        using FileStream file = File.Create(outputFile);
        using ZipArchive archive = new(file, ZipArchiveMode.Create);
        foreach (IGrouping<string, KeyValuePair<string, XElement>> group in members.GroupBy(m => NamespaceOf(m.Key, types), StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            if (group.Key.Length == 0 || group.Key.StartsWith(LeftOut, StringComparison.Ordinal))
            {
                continue;
            }

            ZipArchiveEntry entry = archive.CreateEntry(group.Key + ".xml", CompressionLevel.SmallestSize);
            entry.LastWriteTime = s_time;
            using StreamWriter writer = new(entry.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            foreach ((_, XElement member) in group)
            {
                writer.WriteLine(member.ToString(SaveOptions.DisableFormatting));
            }
        }

        return [];
    }

    private static SortedDictionary<string, XElement> Read(string folder)
    {
        SortedDictionary<string, XElement> members = new(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal))
        {
            foreach (XElement member in XElement.Load(path, LoadOptions.PreserveWhitespace).Descendants("member"))
            {
                XElement[] kept = [.. member.Elements().Where(e => s_kept.Contains(e.Name.LocalName) && !e.IsEmpty)];
                if (member.Attribute("name") is { } name && kept.Length > 0)
                {
                    foreach (XText text in kept.DescendantNodes().OfType<XText>())
                    {
                        text.Value = Space().Replace(text.Value, " ");
                    }

                    members[name.Value] = new XElement("member", name, kept);
                }
            }
        }

        return members;
    }

    // A type may be within another one, so that its name alone does not tell.
    private static string NamespaceOf(string id, HashSet<string> types)
    {
        string name = id[2..].Split('(')[0];
        do
        {
            name = name[..Math.Max(name.LastIndexOf('.'), 0)];
        }
        while (types.Contains(name));

        return name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
