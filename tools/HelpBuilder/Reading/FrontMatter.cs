using Markdig.Extensions.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>The keys and values between the dashes at the top of a page.</summary>
internal sealed class FrontMatter(int line, IReadOnlyDictionary<string, string> values)
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().WithDuplicateKeyChecking().Build();

    public static FrontMatter Read(YamlFrontMatterBlock? block, PageErrors errors)
    {
        if (block is null)
        {
            errors.Add(1, "The front matter (between two lines '---') is missing.");
            return new FrontMatter(1, new Dictionary<string, string>());
        }

        try
        {
            Dictionary<string, string>? values = s_yaml.Deserialize<Dictionary<string, string>>(block.Lines.ToString());
            return new FrontMatter(block.Line + 1, values ?? []);
        }
        catch (YamlException exception)
        {
            errors.Add(block.Line + 1 + (int)exception.Start.Line, $"The front matter cannot be read: {exception.Message}");
            return new FrontMatter(block.Line + 1, new Dictionary<string, string>());
        }
    }

    /// <summary>Gives the value of a key, or reports that it is missing.</summary>
    public string Require(string key, PageErrors errors)
    {
        string value = Find(key);
        if (value.Length == 0)
        {
            errors.Add(line, $"The front matter lacks '{key}'.");
        }

        return value;
    }

    /// <summary>Gives the value of a key; nothing where it is missing.</summary>
    public string Find(string key) => values.GetValueOrDefault(key) ?? "";

    /// <summary>Reports when a key is missing or has another value.</summary>
    public void Expect(string key, string expected, PageErrors errors)
    {
        string value = Require(key, errors);
        if (value.Length > 0 && value != expected)
        {
            errors.Add(line, $"The front matter has '{key}: {value}' where '{expected}' is expected.");
        }
    }
}
