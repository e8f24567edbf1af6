using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PwshHost;

/// <summary>Questions to the user; the answers are lines of standard input, redirected or not.</summary>
internal sealed class ConsolePrompts(PSHostUserInterface ui)
{
    public static string ReadLine() => Console.In.ReadLine() ?? "";

    public SecureString ReadSecret()
    {
        SecureString secret = new();
        if (Console.IsInputRedirected)
        {
            foreach (char character in ReadLine())
            {
                secret.AppendChar(character);
            }

            return secret;
        }

        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                if (secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                }
            }
            else
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        ui.WriteLine("");
        return secret;
    }

    public Dictionary<string, PSObject> AskForFields(string caption, string message, Collection<FieldDescription> fields)
    {
        WriteHeader(caption, message);
        return fields.ToDictionary(field => field.Name, AskForField);
    }

    public int AskForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteHeader(caption, message);
        string[] keys = [.. choices.Select(HotKey)];
        string labels = string.Join("  ", choices.Select((choice, i) => $"[{keys[i]}] {PlainLabel(choice)}"));
        while (true)
        {
            ui.Write(defaultChoice >= 0 ? $"{labels} (default is \"{keys[defaultChoice]}\"): " : $"{labels}: ");
            string? answer = Console.In.ReadLine()?.Trim();
            if (string.IsNullOrEmpty(answer))
            {
                if (defaultChoice >= 0)
                {
                    return defaultChoice;
                }

                if (answer is null)
                {
                    throw new PSInvalidOperationException("Standard input ended before a choice was made.");
                }

                continue;
            }

            int index = Array.FindIndex(keys, key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                index = choices.ToList().FindIndex(c => PlainLabel(c).Equals(answer, StringComparison.OrdinalIgnoreCase));
            }

            if (index >= 0)
            {
                return index;
            }
        }
    }

    public PSCredential AskForCredential(string caption, string message, string userName)
    {
        WriteHeader(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            ui.Write("User: ");
            userName = ReadLine();
        }

        ui.Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadSecret());
    }

    private static string PlainLabel(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static string HotKey(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? char.ToUpperInvariant(choice.Label[mark + 1]).ToString()
            : choice.Label;
    }

    private PSObject AskForField(FieldDescription field)
    {
        Type type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (!type.IsArray)
        {
            ui.Write($"{field.Name}: ");
            return new PSObject(LanguagePrimitives.ConvertTo(ReadLine(), type));
        }

        List<string> items = [];
        while (true)
        {
            ui.Write($"{field.Name}[{items.Count}]: ");
            string item = ReadLine();
            if (item.Length == 0)
            {
                return new PSObject(LanguagePrimitives.ConvertTo(items.ToArray(), type));
            }

            items.Add(item);
        }
    }

    private void WriteHeader(string caption, string message)
    {
        foreach (string line in (string[])[caption, message])
        {
            if (!string.IsNullOrEmpty(line))
            {
                ui.WriteLine(line);
            }
        }
    }
}
