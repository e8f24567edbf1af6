using System.Text;
using AsyncCSharp.HelpBuilder.Model;

namespace AsyncCSharp.HelpBuilder.Output;

/// <summary>Writes a parameter set as <c>Get-Command -Syntax</c> does.</summary>
internal static class SyntaxLine
{
    public static string Of(string command, IEnumerable<SyntaxParameter> parameters)
    {
        StringBuilder line = new(command);
        foreach (SyntaxParameter parameter in parameters)
        {
            line.Append(' ').Append(Of(parameter));
        }

        return line.Append(" [<CommonParameters>]").ToString();
    }

    private static string Of(SyntaxParameter entry)
    {
        string name = "-" + entry.Parameter.Name;
        if (entry.Membership.Position is not null)
        {
            name = $"[{name}]";
        }

        string text = entry.Parameter.IsSwitch ? name : $"{name} <{TypeNames.Short(entry.Parameter.Type)}>";
        return entry.Membership.IsRequired ? text : $"[{text}]";
    }
}
