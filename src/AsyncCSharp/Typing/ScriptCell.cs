using System.Management.Automation.Language;

namespace AsyncCSharp.Typing;

/// <summary>A cell in a script that is being typed: the text that a command of ours is given.</summary>
/// <param name="Text">The text, and where it stands in the script.</param>
/// <param name="Position">Where in the text the cursor is.</param>
/// <param name="Command">The command.</param>
internal sealed record ScriptCell(QuotedText Text, int Position, CommandAst Command)
{
    private const string Parameter = "Code";
    private const string ModulePrefix = @"AsyncCSharp\";
    private const string Runs = "Invoke-CSharpCell";

    // Those that take a text as their first argument.
    private static readonly string[] s_commands = [Runs, "Test-CSharpCell", "Measure-CSharpCell"];

    // Parameters that no value follows.
    private static readonly string[] s_switches = ["NoEnumerate", "NoAwait", "AsJob", "KeepOrder", "Verbose", "Debug"];

    /// <summary>The cell that a place in a script is in; null for none.</summary>
    /// <param name="script">The script.</param>
    /// <param name="offset">The place.</param>
    /// <param name="resolve">Gives what an alias stands for.</param>
    public static ScriptCell? At(Ast script, int offset, Func<string, string?> resolve)
    {
        Ast? literal = script.FindAll(a => IsLiteral(a) && a.Extent.StartOffset <= offset && offset <= a.Extent.EndOffset, searchNestedScriptBlocks: true)
            .OrderBy(static a => a.Extent.EndOffset - a.Extent.StartOffset)
            .FirstOrDefault();
        if (literal is null || CommandOf(literal, resolve) is not { } command)
        {
            return null;
        }

        StringConstantType kind = literal is ExpandableStringExpressionAst expandable ? expandable.StringConstantType : ((StringConstantExpressionAst)literal).StringConstantType;
        QuotedText text = QuotedText.Of(literal.Extent.Text, literal.Extent.StartOffset, kind);
        return kind == StringConstantType.BareWord && text.Text.AsSpan().IndexOfAny('/', '\\', '~') >= 0
            ? null
            : text.ToText(offset) is { } position ? new ScriptCell(text, position, command) : null;
    }

    /// <summary>Whether a command takes the path of a file in the place of a cell.</summary>
    /// <param name="command">The command.</param>
    /// <param name="resolve">Gives what an alias stands for.</param>
    public static bool TakesFiles(CommandAst command, Func<string, string?> resolve) => NameOf(command, resolve) == Runs;

    /// <summary>What the objects that the command gets come from; null for nothing.</summary>
    public CommandBaseAst? Source => Command.Parent is PipelineAst pipeline && pipeline.PipelineElements.IndexOf(Command) is > 0 and var place ? pipeline.PipelineElements[place - 1] : null;

    /// <summary>What stands behind a parameter; null for nothing.</summary>
    public CommandElementAst? ValueOf(string parameter)
    {
        for (int i = 1; i < Command.CommandElements.Count; i++)
        {
            if (Command.CommandElements[i] is CommandParameterAst given && Names(given, parameter, 2))
            {
                return given.Argument ?? (i + 1 < Command.CommandElements.Count ? Command.CommandElements[i + 1] : null);
            }
        }

        return null;
    }

    private static bool IsLiteral(Ast ast) => ast is StringConstantExpressionAst or ExpandableStringExpressionAst;

    private static CommandAst? CommandOf(Ast literal, Func<string, string?> resolve) => literal.Parent switch
    {
        CommandAst command when IsOurs(command, resolve) && IsFirstArgument(command, literal) => command,
        CommandParameterAst { Parent: CommandAst command } given when IsOurs(command, resolve) && Names(given, Parameter, 1) => command,

        // A text in the pipeline is a cell for those that only look at it. For one that runs cells it would be an object.
        CommandExpressionAst { Parent: PipelineAst pipeline } expression when Next(pipeline, expression) is { } command && IsOurs(command, resolve) && NameOf(command, resolve) != Runs => command,
        _ => null,
    };

    private static CommandAst? Next(PipelineAst pipeline, CommandExpressionAst expression) =>
        pipeline.PipelineElements.IndexOf(expression) is 0 && pipeline.PipelineElements.Count > 1 ? pipeline.PipelineElements[1] as CommandAst : null;

    private static bool IsOurs(CommandAst command, Func<string, string?> resolve) => NameOf(command, resolve) is { } name && s_commands.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? NameOf(CommandAst command, Func<string, string?> resolve)
    {
        string? name = command.GetCommandName();
        if (name is null)
        {
            return null;
        }

        name = name.StartsWith(ModulePrefix, StringComparison.OrdinalIgnoreCase) ? name[ModulePrefix.Length..] : name;
        return Array.Find(s_commands, c => c.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? resolve(name);
    }

    private static bool IsFirstArgument(CommandAst command, Ast literal)
    {
        for (int i = 1; i < command.CommandElements.Count; i++)
        {
            CommandElementAst element = command.CommandElements[i];
            if (element == literal)
            {
                return true;
            }

            if (element is not CommandParameterAst { Argument: null } given)
            {
                if (element is not CommandParameterAst)
                {
                    return false;
                }

                continue;
            }

            bool isSwitch = s_switches.Any(s => Names(given, s, 3));
            if (!isSwitch && i + 1 < command.CommandElements.Count)
            {
                i++;
                if (command.CommandElements[i] == literal)
                {
                    return Names(given, Parameter, 1);
                }
            }
        }

        return false;
    }

    private static bool Names(CommandParameterAst given, string parameter, int least) =>
        given.ParameterName.Length >= least && parameter.StartsWith(given.ParameterName, StringComparison.OrdinalIgnoreCase);
}
