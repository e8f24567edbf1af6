using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace AsyncCSharp.Kernels;

/// <summary>What PowerShell writes and asks is in the notebook: of the cell that runs, or has run last. Any thread.</summary>
internal sealed class KernelUI(InputRequests input) : PSHostUserInterface
{
    private readonly KernelRawUI _raw = new();

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => _raw;

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => true;

    /// <inheritdoc/>
    public override void Write(string value) => input.Current?.Print(value, isError: false);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(AnsiColors.Paint(value, foregroundColor == _raw.ForegroundColor ? null : foregroundColor, backgroundColor == _raw.BackgroundColor ? null : backgroundColor));

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write($"{value}\n");

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => WriteError(value);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteError(AnsiColors.Paint($"WARNING: {message}", ConsoleColor.Yellow, null));

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteError(AnsiColors.Paint($"VERBOSE: {message}", ConsoleColor.Yellow, null));

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteError(AnsiColors.Paint($"DEBUG: {message}", ConsoleColor.Yellow, null));

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // A notebook has no place for what is gone when the cell has run.
    }

    /// <inheritdoc/>
    public override string ReadLine() => Ask(string.Empty, isSecret: false);

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => Secure(Ask(string.Empty, isSecret: true));

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteHeading(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            string label = $"{(string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", string.Empty, StringComparison.Ordinal))}: ";
            answers[field.Name] = field.ParameterTypeFullName switch
            {
                "System.Security.SecureString" => PSObject.AsPSObject(Secure(Ask(label, isSecret: true))),
                "System.Management.Automation.PSCredential" => PSObject.AsPSObject(PromptForCredential(string.Empty, string.Empty, string.Empty, string.Empty)),
                _ => PSObject.AsPSObject(Ask(label, isSecret: false)),
            };
        }

        return answers;
    }

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteHeading(caption, message);
        string[] labels = [.. choices.Select(c => c.Label.Replace("&", string.Empty, StringComparison.Ordinal))];
        string[] keys = [.. choices.Select((c, i) => c.Label.IndexOf('&', StringComparison.Ordinal) is >= 0 and int at && at + 1 < c.Label.Length ? c.Label.Substring(at + 1, 1) : labels[i])];
        StringBuilder prompt = new();
        for (int i = 0; i < labels.Length; i++)
        {
            _ = prompt.Append(CultureInfo.InvariantCulture, $"[{keys[i]}] {labels[i]}  ");
        }

        if (defaultChoice >= 0)
        {
            _ = prompt.Append(CultureInfo.CurrentCulture, $"({keys[defaultChoice]}) ");
        }

        while (true)
        {
            string answer = Ask(prompt.ToString(), isSecret: false).Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            int found = Array.FindIndex(keys, k => k.Equals(answer, StringComparison.OrdinalIgnoreCase));
            found = found >= 0 ? found : Array.FindIndex(labels, l => l.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (found >= 0)
            {
                return found;
            }
        }
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        WriteHeading(caption, message);
        string name = string.IsNullOrEmpty(userName) ? Ask(Strings.KernelUserName, isSecret: false) : userName;
        return new PSCredential(name, Secure(Ask(string.Format(null, Strings.KernelPassword, name), isSecret: true)));
    }

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }

    private string Ask(string prompt, bool isSecret)
    {
        try
        {
            return input.Ask(prompt, isSecret);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void WriteError(string line) => input.Current?.Print($"{line}\n", isError: true);

    private void WriteHeading(string caption, string message)
    {
        foreach (string line in (string[])[caption, message])
        {
            if (!string.IsNullOrEmpty(line))
            {
                WriteLine(line);
            }
        }
    }
}
