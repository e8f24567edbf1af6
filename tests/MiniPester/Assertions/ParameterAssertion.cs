using System.Management.Automation;
using MiniPester.Commands;

namespace MiniPester.Assertions;

/// <summary>-HaveParameter.</summary>
internal static class ParameterAssertion
{
    public static AssertionResult HaveParameter(AssertionArguments arguments)
    {
        if (Values.Unwrap(arguments.Actual) is not CommandInfo command)
        {
            throw new ArgumentException("Input is missing or no command. Input to '-HaveParameter' is what Get-Command gives.");
        }

        ShouldCommand call = arguments.Command;
        string name = LanguagePrimitives.ConvertTo<string>(call.ExpectedValue);
        command.Parameters.TryGetValue(name, out ParameterMetadata? parameter);
        List<string> wanted = [$"parameter {name}"];
        bool holds = parameter is not null;
        if (call.MyInvocation.BoundParameters.ContainsKey(nameof(call.Mandatory)))
        {
            wanted.Add(call.Mandatory ? "which is mandatory" : "which is not mandatory");
            holds &= parameter?.ParameterSets.Values.Any(set => set.IsMandatory) == call.Mandatory;
        }

        if (call.Type is not null)
        {
            Type type = TypeNames.Resolve(call.Type);
            wanted.Add($"of type [{type.FullName}]");
            holds &= parameter?.ParameterType == type;
        }

        foreach (string alias in call.Alias)
        {
            wanted.Add($"with alias '{alias}'");
            holds &= parameter?.Aliases.Contains(alias, StringComparer.OrdinalIgnoreCase) == true;
        }

        string text = string.Join(", ", wanted);
        return arguments.Check(
            holds,
            () => $"Expected command {command.Name} to have a {text},{arguments.Because} but it has {Describe(parameter)}.",
            () => $"Expected command {command.Name} not to have a {text},{arguments.Because} but it has {Describe(parameter)}.");
    }

    private static string Describe(ParameterMetadata? parameter)
    {
        if (parameter is null)
        {
            return "no such parameter";
        }

        string mandatory = parameter.ParameterSets.Values.Any(set => set.IsMandatory) ? "mandatory " : "";
        string aliases = parameter.Aliases.Count == 0 ? "" : $" with alias {string.Join(", ", parameter.Aliases)}";
        return $"{mandatory}-{parameter.Name} of type [{parameter.ParameterType.FullName}]{aliases}";
    }
}
