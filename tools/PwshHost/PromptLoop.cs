using System.Management.Automation.Language;

namespace PwshHost;

/// <summary>
/// A line-based prompt: no editing and no completion, but nested blocks and here-strings may span lines. As in pwsh, a
/// function PSConsoleHostReadLine reads in its place.
/// </summary>
internal sealed class PromptLoop(HostSession session)
{
    private bool _ended;

    /// <summary>Reads and runs until somebody leaves; gives the exit code of the process.</summary>
    public int Run()
    {
        while (!_ended && session.Host.ExitCode is null)
        {
            if (ReadStatement() is not { } statement)
            {
                // The engine counts nested prompts: it has to hear that this one is left.
                if (session.Host.IsNested)
                {
                    _ = session.Run("exit");
                }

                break;
            }

            if (!string.IsNullOrWhiteSpace(statement))
            {
                _ = session.Run(statement);
            }
        }

        return session.Host.ExitCode ?? 0;
    }

    /// <summary>Leaves when the statement that runs has ended.</summary>
    public void End() => _ended = true;

    private string? ReadStatement()
    {
        Console.Write(session.Prompt());
        if (session.TryReadLine(out string? read))
        {
            return read;
        }

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
