using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>The kernel's own commands in cells. The shell thread's.</summary>
internal sealed class Magics(KernelRunspace cells, InputRequests input)
{
    private const string ValueName = "value";

    private const string FileScript = "param($Path) Get-Content -LiteralPath $Path -Raw -ErrorAction Stop";
    private const string UrlScript = "param($Url) (Invoke-WebRequest -Uri $Url -ErrorAction Stop).Content";

    private const string SetScript = """
        param($Name, $Value, $IsShell)
        $ErrorActionPreference = 'Stop'
        if ($IsShell) { Set-Variable -Name $Name -Value $Value -Scope Global } else { Set-CSharpVariable -Name $Name -Value $Value }
        """;

    private const string GetScript = """
        param($Name, $From)
        $ErrorActionPreference = 'Stop'
        $found = if ($From -eq 'PowerShell') { Get-Variable -Name $Name -Scope Global } else { Get-CSharpVariable -Name $Name }
        , $found.Value
        """;

    // What #!value has kept, by its names.
    private readonly Dictionary<string, object?> _kept = new(StringComparer.Ordinal);

    /// <summary>Runs a command.</summary>
    /// <param name="part">The command.</param>
    /// <param name="request">What it is of.</param>
    /// <param name="show">Gets what it shows.</param>
    /// <param name="import">Runs the cells of a file.</param>
    public CellError? Run(CellPart part, KernelRequest request, Action<JsonObject> show, Func<string, CellError?> import)
    {
        MagicArguments arguments = MagicArguments.Parse(part.Text);
        switch (part.Name)
        {
            case "who":
                request.Write(string.Join("    ", cells.Variables.Select(v => v.Name).Distinct().Order(StringComparer.Ordinal)) + "\n", isError: false);
                return null;
            case "whos":
                return cells.RunScript("Get-CSharpVariable", [], request, show);
            case "autoawait":
                // As IPython has it: without a word it says how it is.
                return arguments.First is { } mode
                    ? cells.RunScript("Set-AutoAwait $args[0]", [mode], request, show)
                    : cells.RunScript("\"$(Get-AutoAwait)\"", [], request, show);
            case "share" when arguments is { First: { } name } && arguments.Option("from") is { } from:
                return Share(name, from, arguments.Option("as") ?? name, part.Around, request, show);
            case "set" when arguments.Option("name") is { } name && arguments.Option("value") is { } value:
                return Set(name, value, part.Around, request, show);
            case "import" when arguments.First is { } file:
                return import(file);
            default:
                return CellError.Of("ArgumentException", string.Format(null, Strings.KernelMagicUsage, part.Name, Usage(part.Name)));
        }
    }

    /// <summary>Keeps text under a name, for <c>#!share</c>.</summary>
    /// <param name="text">The options in the first line, and the text behind it.</param>
    /// <param name="request">What it is of.</param>
    public CellError? Keep(string text, KernelRequest request)
    {
        string[] parts = text.Split('\n', 2);
        MagicArguments arguments = MagicArguments.Parse(parts[0]);
        if (arguments.Option("name") is not { } name)
        {
            return CellError.Of(nameof(ArgumentException), string.Format(null, Strings.KernelMagicUsage, ValueName, Usage(ValueName)));
        }

        object? value = parts.Length > 1 ? parts[1] : string.Empty;
        CellError? error = arguments.Option("from-file") is { } file ? cells.Evaluate(FileScript, [file], request, out value)
            : arguments.Option("from-url") is { } url ? cells.Evaluate(UrlScript, [url], request, out value)
            : arguments.Option("from-value") is { } given ? Find(name, given, request, out value)
            : null;
        if (error is not null)
        {
            return error;
        }

        _kept[name] = value;
        if (arguments.Option("mime-type") is { } kind)
        {
            request.Show(new Dictionary<string, string> { [ShownForms.Plain] = value?.ToString() ?? string.Empty, [kind] = value?.ToString() ?? string.Empty }, Guid.NewGuid().ToString("N"), isUpdate: false);
        }

        return null;
    }

    private CellError? Share(string name, string from, string target, CellLanguage language, KernelRequest request, Action<JsonObject> show)
    {
        if (CellParts.KindOf(from)?.Language == language)
        {
            // The language of the code around it has it already: it is for the other one.
            language = language == CellLanguage.CSharp ? CellLanguage.PowerShell : CellLanguage.CSharp;
        }

        return Get(name, from, request, out object? value) ?? Put(target, value, language, request, show);
    }

    private CellError? Set(string name, string value, CellLanguage language, KernelRequest request, Action<JsonObject> show) =>
        Find(name, value, request, out object? given) ?? Put(name, given, language, request, show);

    private CellError? Put(string name, object? value, CellLanguage language, KernelRequest request, Action<JsonObject> show) =>
        cells.RunScript(SetScript, [name, value, language == CellLanguage.PowerShell], request, show);

    // Text, or what it names: an answer, or a variable.
    private CellError? Find(string name, string value, KernelRequest request, out object? found)
    {
        found = value;
        if (!value.StartsWith('@') || value.Split(':', 2) is not [var source, var what])
        {
            return null;
        }

        if (source is not ("@input" or "@password"))
        {
            return Get(what, source[1..], request, out found);
        }

        string prompt = PromptOf(what);
        try
        {
            found = input.Ask(prompt.Length == 0 ? name : prompt, source == "@password");
            return null;
        }
        catch (OperationCanceledException)
        {
            return CellError.Stopped();
        }
        catch (InvalidOperationException e)
        {
            return CellError.Of(nameof(InvalidOperationException), e.Message);
        }
    }

    private CellError? Get(string name, string from, KernelRequest request, out object? value)
    {
        value = null;
        switch (CellParts.KindOf(from))
        {
            case { IsCode: true } kind:
                return cells.Evaluate(GetScript, [name, kind.Language.ToString()], request, out value);
            case { Language: CellLanguage.Kept }:
                return _kept.TryGetValue(name, out value) ? null : CellError.Of(nameof(ArgumentException), string.Format(null, Strings.KernelNotKept, name));
            default:
                return CellError.Of(nameof(ArgumentException), string.Format(null, Strings.KernelUnknownSource, from));
        }
    }

    // A prompt, or options of which one is the prompt.
    private static string PromptOf(string text)
    {
        if (text.StartsWith('{'))
        {
            try
            {
                return (string?)JsonNode.Parse(text)?["prompt"] ?? string.Empty;
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
            {
                // Then it is a prompt with a brace.
            }
        }

        return text.Trim('"');
    }

    private static string Usage(string name) => name switch
    {
        "share" => "#!share NAME --from pwsh|csharp|value [--as NAME]",
        "set" => "#!set --name NAME --value TEXT|@input:PROMPT|@password:PROMPT|@pwsh:NAME|@csharp:NAME|@value:NAME",
        ValueName => "#!value --name NAME [--from-file FILE|--from-url ADDRESS|--from-value VALUE] [--mime-type TYPE]",
        _ => "#!import FILE",
    };
}
