using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>The kernel's own commands in cells. The shell thread's.</summary>
internal sealed class Magics(KernelRunspace cells, InputRequests input)
{
    private const string ShareScript = """
        param($Name, $From, $As)
        $ErrorActionPreference = 'Stop'
        if ($From -in 'pwsh', 'powershell') { Set-CSharpVariable -Name $As -Value (Get-Variable -Name $Name -Scope Global).Value }
        else { Set-Variable -Name $As -Value (Get-CSharpVariable -Name $Name).Value -Scope Global }
        """;

    private const string SetScript = """
        param($Name, $Value, $IsShell)
        $ErrorActionPreference = 'Stop'
        if ($IsShell) { Set-Variable -Name $Name -Value $Value -Scope Global } else { Set-CSharpVariable -Name $Name -Value $Value }
        """;

    private const string GetScript = """
        param($Name, $From)
        $ErrorActionPreference = 'Stop'
        if ($From -in 'pwsh', 'powershell') { (Get-Variable -Name $Name -Scope Global).Value } else { (Get-CSharpVariable -Name $Name).Value }
        """;

    /// <summary>Runs a command.</summary>
    /// <param name="part">The command.</param>
    /// <param name="language">The language of the code around it.</param>
    /// <param name="request">What it is of.</param>
    /// <param name="show">Gets what it shows.</param>
    /// <param name="import">Runs the cells of a file.</param>
    public CellError? Run(CellPart part, CellLanguage language, KernelRequest request, Action<JsonObject> show, Func<string, CellError?> import)
    {
        MagicArguments arguments = MagicArguments.Parse(part.Text);
        switch (part.Name)
        {
            case "who":
                request.Write(string.Join("    ", cells.Variables.Select(v => v.Name).Distinct().Order(StringComparer.Ordinal)) + "\n", isError: false);
                return null;
            case InteractiveNames.Command:
                return cells.RunCSharp(InteractiveNames.Code, request, show);
            case "whos":
                return cells.RunScript("Get-CSharpVariable", [], request, show);
            case "autoawait":
                // As IPython has it: without a word it says how it is.
                return arguments.First is { } mode
                    ? cells.RunScript("Set-AutoAwait $args[0]", [mode], request, show)
                    : cells.RunScript("\"$(Get-AutoAwait)\"", [], request, show);
            case "share" when arguments is { First: { } name } && arguments.Option("from") is { } from:
                return cells.RunScript(ShareScript, [name, from, arguments.Option("as") ?? name], request, show);
            case "set" when arguments.Option("name") is { } name && arguments.Option("value") is { } value:
                return Set(name, value, language, request, show);
            case "import" when arguments.First is { } file:
                return import(file);
            default:
                return CellError.Of("ArgumentException", string.Format(null, Strings.KernelMagicUsage, part.Name, Usage(part.Name)));
        }
    }

    private CellError? Set(string name, string value, CellLanguage language, KernelRequest request, Action<JsonObject> show)
    {
        object? given = value;
        if (value.StartsWith('@') && value.Split(':', 2) is [var source, var what])
        {
            string prompt = what.Trim('"');
            switch (source)
            {
                case "@input" or "@password":
                    try
                    {
                        given = input.Ask(prompt.Length == 0 ? name : prompt, source == "@password");
                    }
                    catch (OperationCanceledException)
                    {
                        return CellError.Stopped();
                    }
                    catch (InvalidOperationException e)
                    {
                        return CellError.Of(nameof(InvalidOperationException), e.Message);
                    }

                    break;
                default:
                    CellError? error = cells.Evaluate(GetScript, [what, source[1..]], request, out given);
                    if (error is not null)
                    {
                        return error;
                    }

                    break;
            }
        }

        return cells.RunScript(SetScript, [name, given, language == CellLanguage.PowerShell], request, show);
    }

    private static string Usage(string name) => name switch
    {
        "share" => "#!share NAME --from pwsh|csharp [--as NAME]",
        "set" => "#!set --name NAME --value TEXT|@input:PROMPT|@password:PROMPT|@pwsh:NAME|@csharp:NAME",
        _ => "#!import FILE",
    };
}
