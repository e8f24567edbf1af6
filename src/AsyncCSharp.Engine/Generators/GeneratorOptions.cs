using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncCSharp.Engine.Generators;

/// <summary>The properties of a project, as far as a session is one, for source generators that ask for them.</summary>
internal sealed class GeneratorOptions : AnalyzerConfigOptionsProvider
{
    private static readonly Properties s_none = new([]);

    private GeneratorOptions()
    {
    }

    /// <summary>Those of every session.</summary>
    public static GeneratorOptions Instance { get; } = new();

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(new(StringComparer.OrdinalIgnoreCase)
    {
        ["build_property.TargetFramework"] = $"net{Environment.Version.ToString(2)}",
        ["build_property.TargetFrameworkIdentifier"] = ".NETCoreApp",
        ["build_property.TargetFrameworkVersion"] = $"v{Environment.Version.ToString(2)}",
        ["build_property.OutputType"] = "Library",
        ["build_property.RootNamespace"] = string.Empty,
    });

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => s_none;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => s_none;

    private sealed class Properties(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
