using System.Globalization;
using AsyncCSharp.HelpBuilder.Model;
using AsyncCSharp.HelpBuilder.Text;
using Markdig.Syntax;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>Reads the section PARAMETERS: a text for each, and a yaml block with the facts.</summary>
internal static class ParameterReader
{
    private const string CommonParameters = "CommonParameters";

    /// <summary>Unknown keys are refused, so that a misspelt one is not silently without effect.</summary>
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().WithDuplicateKeyChecking().Build();

    public static IReadOnlyList<Parameter> Read(Section? section, TextRenderer text, PageErrors errors)
    {
        if (section is null)
        {
            return [];
        }

        List<Parameter> parameters = [];
        bool common = false;
        foreach (Section entry in section.Split(3))
        {
            if (entry.Title == CommonParameters)
            {
                common = true;
            }
            else if (!entry.Title.StartsWith('-') || entry.Title.Length == 1)
            {
                errors.Add(entry.Line, $"'{entry.Title}' is not '-Name' of a parameter.");
            }
            else if (parameters.Any(parameter => "-" + parameter.Name == entry.Title))
            {
                errors.Add(entry.Line, $"The parameter {entry.Title} is there twice.");
            }
            else if (ReadOne(entry, text, errors) is { } parameter)
            {
                parameters.Add(parameter);
            }
        }

        if (!common)
        {
            errors.Add(section.Line, $"The parameters lack '### {CommonParameters}'.");
        }

        return parameters;
    }

    private static Parameter? ReadOne(Section entry, TextRenderer text, PageErrors errors)
    {
        FencedCodeBlock? block = entry.Blocks.OfType<FencedCodeBlock>().LastOrDefault(code => code.Info == "yaml");
        IReadOnlyList<string> description = text.Paragraphs(entry.Blocks.Where(other => other != block));
        if (description.Count == 0)
        {
            errors.Add(entry.Line, $"The parameter {entry.Title} has no text.");
        }

        if (block is null)
        {
            errors.Add(entry.Line, $"The parameter {entry.Title} has no yaml block.");
            return null;
        }

        int firstLine = block.Line + 1;
        ParameterYaml? yaml;
        try
        {
            yaml = s_yaml.Deserialize<ParameterYaml>(block.Lines.ToString());
        }
        catch (YamlException exception)
        {
            errors.Add(firstLine + (int)exception.Start.Line, $"The yaml of {entry.Title} cannot be read: {exception.InnerException?.Message ?? exception.Message}");
            return null;
        }

        if (yaml is null || string.IsNullOrEmpty(yaml.Type) || yaml.ParameterSets is not { Count: > 0 })
        {
            errors.Add(firstLine, $"The yaml of {entry.Title} needs at least Type and ParameterSets.");
            return null;
        }

        return new Parameter(
            entry.Title[1..],
            entry.Line,
            description,
            yaml.Type,
            yaml.DefaultValue ?? "",
            yaml.SupportsWildcards,
            yaml.DontShow,
            yaml.Aliases ?? [],
            yaml.AcceptedValues ?? [],
            [.. yaml.ParameterSets.Select(set => Membership(set, entry, firstLine, errors))]);
    }

    private static SetMembership Membership(ParameterSetYaml set, Section entry, int line, PageErrors errors)
    {
        int? position = null;
        if (int.TryParse(set.Position, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            position = number;
        }
        else if (set.Position != "Named")
        {
            errors.Add(line, $"The position of {entry.Title} is a number or 'Named', not '{set.Position}'.");
        }

        return new SetMembership(
            set.Name,
            position,
            set.IsRequired,
            set.ValueFromPipeline,
            set.ValueFromPipelineByPropertyName,
            set.ValueFromRemainingArguments);
    }
}
