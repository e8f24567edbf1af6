using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;

namespace AsyncCSharp.Bench;

/// <summary>A peer that is a .NET tool, pinned in the bench's own manifest and restored when the bench runs.</summary>
/// <remarks>It is started as it is, without <c>dotnet tool run</c>: that would add the start of the SDK.</remarks>
internal sealed class LocalTool
{
    private static readonly string s_manifest = Path.Combine(Places.Bench, ".config", "dotnet-tools.json");

    // Why a tool may be missing; written once, before anything is measured.
    private static string? s_failure;

    private readonly string _id;
    private readonly Lazy<string[]> _command;

    public LocalTool(string id)
    {
        _id = id;
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(s_manifest));
        Version = manifest.RootElement.GetProperty("tools").GetProperty(id).GetProperty("version").GetString()!;
        _command = new(Find);
    }

    /// <summary>The version that is pinned.</summary>
    public string Version { get; }

    /// <summary>The program to start.</summary>
    public string Program => _command.Value[0];

    /// <summary>Brings all of them. What could not be brought is missing afterwards, and says so; the others are there.</summary>
    public static void Restore()
    {
        try
        {
            _ = Child.Output("dotnet", ["tool", "restore", "--tool-manifest", s_manifest]);
        }
        catch (InvalidOperationException exception)
        {
            s_failure = exception.Message;
        }
    }

    /// <summary>Its arguments.</summary>
    public string[] Arguments(params IEnumerable<string> arguments) => [.. _command.Value[1..], .. arguments];

    // A tool that is made for each platform is in a package of the platform's name.
    private string[] Find()
    {
        string settings = new[] { $"{_id}.{RuntimeInformation.RuntimeIdentifier}", $"{_id}.any", _id }
            .Select(package => Path.Combine(Places.Packages, package, Version, "tools"))
            .Where(Directory.Exists)
            .SelectMany(tools => Directory.EnumerateFiles(tools, "DotnetToolSettings.xml", SearchOption.AllDirectories))
            .FirstOrDefault() ?? throw new InvalidOperationException($"{_id} {Version} is not there: {s_failure}");
        XElement command = XDocument.Load(settings).Descendants("Command").First();
        string entry = Path.Combine(Path.GetDirectoryName(settings)!, command.Attribute("EntryPoint")!.Value);
        return command.Attribute("Runner")!.Value == "dotnet" ? ["dotnet", entry] : [entry];
    }
}
