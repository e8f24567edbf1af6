namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>A parameter as one parameter set has it.</summary>
internal sealed record SyntaxParameter(Parameter Parameter, SetMembership Membership);
