namespace AsyncCSharp.HelpBuilder.Tests;

/// <summary>A folder with a space in its name that goes away with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("help builder ");

    public string Docs => Directory.CreateDirectory(Path.Combine(_root.FullName, "docs")).FullName;

    public string Output => Path.Combine(_root.FullName, "out", "en-US");

    public string Write(string page, string text)
    {
        string path = Path.Combine(Docs, page + ".md");
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Output, name));

    public IReadOnlyList<DocError> Build() => HelpBuild.Run(Docs, Output);

    public void Dispose() => _root.Delete(recursive: true);
}
