using System.Management.Automation;
using System.Management.Automation.Host;

namespace PwshHost;

/// <summary>Writes to the console; with redirected handles as pwsh does: errors to stderr, all else to stdout, no colors.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private readonly ProgressLine _progress = new();
    private readonly ConsolePrompts _prompts;

    public ConsoleUserInterface() => _prompts = new ConsolePrompts(this);

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    public override bool SupportsVirtualTerminal { get; } =
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    public override void Write(string value) => Write(Console.Out, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        string text = SupportsVirtualTerminal && Enum.IsDefined(foregroundColor)
            ? PSStyle.MapForegroundColorToEscapeSequence(foregroundColor) + value + PSStyle.Instance.Reset
            : value;
        Write(Console.Out, text);
    }

    public override void WriteLine(string value) => Write(Console.Out, value + Environment.NewLine);

    public override void WriteErrorLine(string value)
    {
        // pwsh keeps errors with the output for as long as nobody asks for them apart.
        TextWriter writer = Console.IsErrorRedirected ? Console.Error : Console.Out;
        Write(writer, Styled(PSStyle.Instance.Formatting.Error, value) + Environment.NewLine);
    }

    public override void WriteDebugLine(string message) =>
        WriteLine(Styled(PSStyle.Instance.Formatting.Debug, $"DEBUG: {message}"));

    public override void WriteVerboseLine(string message) =>
        WriteLine(Styled(PSStyle.Instance.Formatting.Verbose, $"VERBOSE: {message}"));

    public override void WriteWarningLine(string message) =>
        WriteLine(Styled(PSStyle.Instance.Formatting.Warning, $"WARNING: {message}"));

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (SupportsVirtualTerminal)
        {
            _progress.Show(record);
        }
    }

    // As pwsh does: null is the end of the input.
    public override string ReadLine() => Console.In.ReadLine()!;

    public override System.Security.SecureString ReadLineAsSecureString() => _prompts.ReadSecret();

    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        System.Collections.ObjectModel.Collection<FieldDescription> descriptions) =>
        _prompts.AskForFields(caption, message, descriptions);

    public override int PromptForChoice(
        string caption,
        string message,
        System.Collections.ObjectModel.Collection<ChoiceDescription> choices,
        int defaultChoice) =>
        _prompts.AskForChoice(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        _prompts.AskForCredential(caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        _prompts.AskForCredential(caption, message, userName);

    private string Styled(string style, string text) =>
        SupportsVirtualTerminal ? style + text + PSStyle.Instance.Reset : text;

    private void Write(TextWriter writer, string text)
    {
        _progress.Erase();
        writer.Write(GetOutputString(text, SupportsVirtualTerminal));
    }
}
