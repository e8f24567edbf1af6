using System.Runtime.CompilerServices;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>Folder, namespace and layer are one, and a layer uses what stands below it: <see cref="LayerList"/> has the order.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    private static readonly string s_module = typeof(CellGlobals).Assembly.Location;
    private static readonly string s_engine = typeof(ScriptEngine).Assembly.Location;
    private static readonly TypeGraph s_graph = TypeGraph.Read(s_module, s_engine);

    [Fact]
    public void Engine_UsesNothingThatStandsAboveOrBeside() => Check(LayerList.Engine, IsOfEngine);

    [Fact]
    public void Module_UsesNothingThatStandsAboveOrBeside() => Check(LayerList.Module, type => !IsOfEngine(type));

    [Fact]
    public void Engine_UsesOfTheModuleTheContractAndWhatStandsBelow()
    {
        LayerOrder order = new(LayerList.Module);
        string[] problems =
        [
            .. from user in s_graph.Types.Values.Where(IsOfEngine)
               from used in user.Uses.Where(u => !IsOfEngine(u))
               where order.LayerOf(used) is { } layer && order.RowOf(layer) < order.RowOf(LayerList.Contract)
               orderby user.FullName, used.FullName
               select $"{user.FullName} uses {used.FullName} ({order.LayerOf(used)}), which stands above the contract",
        ];
        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void EngineSources_HaveTheNamespaceOfTheirFolder() => CheckFolders("AsyncCSharp.Engine", (_, _) => false);

    // Public types, and what stands beside them, are in the namespace that cells import. Users see the name of a job's type.
    [Fact]
    public void ModuleSources_HaveTheNamespaceOfTheirFolder() => CheckFolders(
        "AsyncCSharp",
        (file, found) => found == "namespace AsyncCSharp;"
            && (Path.GetFileName(Path.GetDirectoryName(file)) == "Public" || Path.GetFileName(file) == "CellJob.cs" || File.ReadLines(file).Any(line => line.StartsWith("public ", StringComparison.Ordinal))));

    // Small ones are natural: two types that are one thing, such as a task and its typed half.
    [Fact]
    public void EngineTypes_AreInNoLargeCycle()
    {
        const int Largest = 3;
        IReadOnlyList<IReadOnlyList<TypeNode>> components = Components.Of(s_graph.Types.Values.Where(IsOfEngine), type => type.Uses.Where(IsOfEngine));
        Assert.True(components.Count == 0 || components[0].Count <= Largest, components.Count == 0 ? string.Empty : $"{components[0].Count} types need each other: {string.Join(", ", components[0])}");
    }

    // To be read, and run where it is asked for only: dotnet AsyncCSharp.Engine.Tests.dll -method '*LayerTests.Report' -explicit only
    // -showLiveOutput. LAYERS_OF names the folder of other builds of the two.
    [Fact(Explicit = true)]
    public void Report()
    {
        string? folder = Environment.GetEnvironmentVariable("LAYERS_OF");
        TypeGraph graph = folder is null ? s_graph : TypeGraph.Read(Path.Combine(folder, "AsyncCSharp.dll"), Path.Combine(folder, "AsyncCSharp.Engine.dll"));
        foreach (string line in LayerReport.Of(graph, "AsyncCSharp.Engine").Concat(LayerReport.Of(graph, "AsyncCSharp")))
        {
            output.WriteLine(line);
        }
    }

    private static bool IsOfEngine(TypeNode type) => type.Assembly == "AsyncCSharp.Engine";

    private static void Check(string[][] layers, Func<TypeNode, bool> isMeant)
    {
        LayerOrder order = new(layers);
        TypeNode[] types = [.. s_graph.Types.Values.Where(isMeant).OrderBy(t => t.FullName, StringComparer.Ordinal)];
        string[] problems =
        [
            .. types.Where(t => order.LayerOf(t) is null).Select(t => $"{t.FullName} is in no layer: {t.Namespace} is not in the list"),
            .. types.SelectMany(t => t.Uses.Select(u => order.ProblemOf(t, u)).OfType<string>().Order(StringComparer.Ordinal)),
        ];
        Assert.True(problems.Length == 0, $"{problems.Length} problems{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
    }

    private static void CheckFolders(string project, Func<string, string, bool> isException)
    {
        string root = Path.Combine(RepositoryRoot(), "src", project);
        string[] problems =
        [
            .. from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!)
               where folder.Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin")
               let wanted = folder == "." ? project : $"{project}.{folder.Replace(Path.DirectorySeparatorChar, '.')}"
               let found = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
               where found is not null && found != $"namespace {wanted};" && !isException(file, found)
               select $"{Path.GetRelativePath(root, file)} has {found}",
        ];
        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
    }

    private static string RepositoryRoot([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
