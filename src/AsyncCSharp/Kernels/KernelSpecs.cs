using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AsyncCSharp.Kernels;

/// <summary>The files by which Jupyter knows its kernels.</summary>
internal static partial class KernelSpecs
{
    private const string Folder = "kernels";
    private const string File = "kernel.json";
    private const string LogoFile = "logo-svg.svg";
    private const string Starter = "Start-CSharpKernel";

    private const string Logo = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#512bd4"/><text x="32" y="44" font-family="sans-serif" font-size="34" font-weight="bold" fill="#fff" text-anchor="middle">C#</text></svg>
        """;

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where a user's kernels are.</summary>
    public static string UserFolder
    {
        get
        {
            if (Variable("JUPYTER_DATA_DIR") is { } chosen)
            {
                return chosen;
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
                : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
        }
    }

    /// <summary>Where those of all users are.</summary>
    public static string MachineFolder => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")
        : "/usr/local/share/jupyter";

    /// <summary>Where Jupyter looks, in its order.</summary>
    public static IReadOnlyList<string> Folders =>
        [.. (Variable("JUPYTER_PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), UserFolder, MachineFolder];

    /// <summary>Whether Jupyter takes a name.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>The folder of a kernel.</summary>
    /// <param name="data">The folder of Jupyter's.</param>
    /// <param name="name">The kernel's name.</param>
    public static string FolderOf(string data, string name) => Path.Combine(data, Folder, name.ToLowerInvariant());

    /// <summary>The kernels of this module that are in folders of Jupyter's.</summary>
    public static IEnumerable<CSharpKernel> Find(IEnumerable<string> folders) =>
        from data in folders
        let kernels = Path.Combine(data, Folder)
        where Directory.Exists(kernels)
        from folder in Directory.EnumerateDirectories(kernels).Order(StringComparer.Ordinal)
        let kernel = Read(folder)
        where kernel is not null
        select kernel;

    /// <summary>The kernel in a folder; null where there is none, or none of this module.</summary>
    public static CSharpKernel? Read(string folder)
    {
        try
        {
            JsonNode? spec = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(folder, File)));
            string[] command = spec?["argv"] is JsonArray argv ? [.. argv.Select(a => a?.GetValue<string>() ?? string.Empty)] : [];
            return Array.Exists(command, c => c.Contains(Starter, StringComparison.OrdinalIgnoreCase))
                ? new CSharpKernel(Path.GetFileName(folder), spec!["display_name"]?.GetValue<string>() ?? string.Empty, folder, command)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Writes a kernel's files.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="displayName">How people see it.</param>
    /// <param name="shell">What starts pwsh.</param>
    /// <param name="module">The module's manifest.</param>
    /// <param name="more">More that the kernel is started with.</param>
    /// <param name="language">What its notebooks are in.</param>
    public static void Write(string folder, string displayName, IReadOnlyList<string> shell, string module, string more, string language)
    {
        string quoted = module.Replace("'", "''", StringComparison.Ordinal);

        // The folder of an installed module has its version in its name: after an update it is another, and one day this one is gone.
        string import = $"Import-Module -Name ((Test-Path -LiteralPath '{quoted}') ? '{quoted}' : 'AsyncCSharp')";
        string[] command =
        [
            .. shell, "-NoProfile", "-NoLogo", "-NonInteractive", "-CommandWithArgs",
            $"{import}; {Starter} -ConnectionFile $args[0]{more}", "{connection_file}",
        ];
        JsonObject spec = new()
        {
            ["argv"] = new JsonArray([.. command.Select(c => JsonValue.Create(c))]),
            ["display_name"] = displayName,
            ["language"] = language,
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { ["debugger"] = false },
        };
        _ = Directory.CreateDirectory(folder);
        System.IO.File.WriteAllText(Path.Combine(folder, File), spec.ToJsonString(s_options) + "\n");
        System.IO.File.WriteAllText(Path.Combine(folder, LogoFile), Logo + "\n");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // Not that of the folder itself, or of the one around it.
    [GeneratedRegex(@"^(?!\.{1,2}\z)[A-Za-z0-9._-]+\z")]
    private static partial Regex Name();
}
