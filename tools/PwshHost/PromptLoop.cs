using System.Management.Automation.Language;

namespace PwshHost;

/// <summary>A line-based prompt: no editing and no completion, but nested blocks and here-strings may span lines.</summary>
internal sealed class PromptLoop(HostSession session)
{
    public int Run()
    {
        while (session.Host.ExitCode is null && ReadStatement() is { } statement)
        {
            if (!string.IsNullOrWhiteSpace(statement))
            {
                session.Run(statement);
            }
        }

        return session.Host.ExitCode ?? 0;
    }

    private string? ReadStatement()
    {
        Console.Write(session.Prompt());
        string? statement = Console.In.ReadLine();
        while (statement is not null && IsIncomplete(statement))
        {
            Console.Write(">> ");
            if (Console.In.ReadLine() is not { } line)
            {
                break;
            }

            statement += Environment.NewLine + line;
        }

        return statement;
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
