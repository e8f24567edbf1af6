using System.Text.RegularExpressions;
using AsyncCSharp.HelpBuilder.Model;
using AsyncCSharp.HelpBuilder.Output;
using Markdig.Syntax;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>
/// Reads the section SYNTAX. The facts come from the yaml of the parameters; the syntax line gives their order, and has to say
/// the same, so that the page which people read on the web cannot drift from what <c>Get-Help</c> shows.
/// </summary>
internal static partial class SyntaxReader
{
    private const string DefaultMark = " (Default)";

    public static IReadOnlyList<SyntaxSet> Read(string command, Section? section, IReadOnlyList<Parameter> parameters, PageErrors errors)
    {
        if (section is null)
        {
            return [];
        }

        List<SyntaxSet> sets = [];
        foreach (Section entry in section.Split(3))
        {
            if (entry.Blocks.OfType<FencedCodeBlock>().FirstOrDefault() is not { } code)
            {
                errors.Add(entry.Line, $"The parameter set {entry.Title} has no syntax line.");
                continue;
            }

            sets.Add(ReadOne(command, entry.Title, code, parameters, errors));
        }

        if (sets.Count == 0)
        {
            errors.Add(section.Line, "The section SYNTAX has no parameter set.");
            return sets;
        }

        foreach (Parameter parameter in parameters)
        {
            foreach (SetMembership membership in parameter.Sets)
            {
                if (membership.Set != Parameter.AllSets && sets.All(set => set.Name != membership.Set))
                {
                    errors.Add(parameter.Line, $"-{parameter.Name} names the parameter set '{membership.Set}', which SYNTAX does not have.");
                }
            }
        }

        return sets;
    }

    private static SyntaxSet ReadOne(string command, string title, FencedCodeBlock code, IReadOnlyList<Parameter> parameters, PageErrors errors)
    {
        bool isDefault = title.EndsWith(DefaultMark, StringComparison.Ordinal);
        string name = isDefault ? title[..^DefaultMark.Length] : title;
        string line = WhiteSpace().Replace(code.Lines.ToString().Trim(), " ");

        List<SyntaxParameter> members =
        [
            .. parameters
                .Where(parameter => !parameter.DontShow)
                .Select(parameter => (Parameter: parameter, Membership: parameter.In(name)))
                .Where(pair => pair.Membership is not null)
                .Select(pair => new SyntaxParameter(pair.Parameter, pair.Membership!)),
        ];
        List<string> order = [.. ParameterName().Matches(line).Select(match => match.Groups[1].Value)];
        members = [.. members.OrderBy(member => Rank(order, member.Parameter.Name))];

        string expected = SyntaxLine.Of(command, members);
        if (line != expected)
        {
            errors.Add(code.Line + 2, $"The syntax line of {name} does not say what the yaml of the parameters says: {expected}");
        }

        return new SyntaxSet(name, isDefault, members);
    }

    private static int Rank(List<string> order, string name)
    {
        int index = order.IndexOf(name);
        return index < 0 ? int.MaxValue : index;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"(?<=[ \[])-(\w+)")]
    private static partial Regex ParameterName();
}
