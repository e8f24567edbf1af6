using System.Collections;
using System.Management.Automation;

namespace AsyncCSharp.Machines;

/// <summary>What a machine has to know before the first object: it travels once, as a table, by PowerShell's own way, which encrypts what is secret.</summary>
internal sealed record PartSetup
{
    /// <summary>The version of the module that asks.</summary>
    public string Version { get; init; } = "";

    /// <summary>The cell.</summary>
    public string Code { get; init; } = "";

    /// <summary>The file that it came from, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The name of the session.</summary>
    public string Session { get; init; } = "";

    /// <summary>The name of the runner; null for the session's own.</summary>
    public object? Runner { get; init; }

    /// <summary>The call's variables; null where it has none.</summary>
    public Hashtable? Variables { get; init; }

    /// <summary>The call's arguments.</summary>
    public object?[] Arguments { get; init; } = [];

    /// <summary>The names of types that variables and arguments are to have again, by <c>v:name</c> and <c>a:number</c>.</summary>
    public Hashtable Types { get; init; } = [];

    /// <summary>How many objects may be under way at a time.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Whether what the objects give comes in their order.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>Whether a collection is written whole.</summary>
    public bool NoEnumerate { get; init; }

    /// <summary>Whether a trailing awaitable is left as it is.</summary>
    public bool NoAwait { get; init; }

    /// <summary>The seconds that all may take; null as the session says.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Whether objects come. Without, the cell runs once.</summary>
    public bool HasInput { get; init; }

    /// <summary>Whether verbose records are wanted.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether debug records are wanted.</summary>
    public bool IsDebug { get; init; }

    /// <summary>What the session is to have besides.</summary>
    public Luggage Luggage { get; init; } = new();

    /// <summary>As a table.</summary>
    public Hashtable ToTable() => new()
    {
        [nameof(Version)] = Version,
        [nameof(Code)] = Code,
        [nameof(Path)] = Path,
        [nameof(Session)] = Session,
        [nameof(Runner)] = Runner,
        [nameof(Variables)] = Variables,
        [nameof(Arguments)] = Arguments,
        [nameof(Types)] = Types,
        [nameof(ThrottleLimit)] = ThrottleLimit,
        [nameof(KeepOrder)] = KeepOrder,
        [nameof(NoEnumerate)] = NoEnumerate,
        [nameof(NoAwait)] = NoAwait,
        [nameof(TimeoutSeconds)] = TimeoutSeconds,
        [nameof(HasInput)] = HasInput,
        [nameof(IsVerbose)] = IsVerbose,
        [nameof(IsDebug)] = IsDebug,
        [nameof(Luggage.Usings)] = Luggage.Usings.ToArray(),
        [nameof(Luggage.Packages)] = Luggage.Packages.ToArray(),
        [nameof(Luggage.Declarations)] = Luggage.Declarations.ToArray(),
        [nameof(Luggage.Variables) + "There"] = Luggage.Variables.ToArray(),
        [nameof(Luggage.References)] = Luggage.References.ToArray(),
    };

    /// <summary>From the table that has arrived.</summary>
    public static PartSetup Of(Hashtable table) => new()
    {
        Version = Text(table, nameof(Version)),
        Code = Text(table, nameof(Code)),
        Path = table[nameof(Path)]?.ToString(),
        Session = Text(table, nameof(Session)),
        Runner = Bare(table[nameof(Runner)]),
        Variables = Bare(table[nameof(Variables)]) as Hashtable,
        Arguments = Items(table, nameof(Arguments)),
        Types = Bare(table[nameof(Types)]) as Hashtable ?? [],
        ThrottleLimit = (int)Bare(table[nameof(ThrottleLimit)])!,
        KeepOrder = (bool)Bare(table[nameof(KeepOrder)])!,
        NoEnumerate = (bool)Bare(table[nameof(NoEnumerate)])!,
        NoAwait = (bool)Bare(table[nameof(NoAwait)])!,
        TimeoutSeconds = Bare(table[nameof(TimeoutSeconds)]) as double?,
        HasInput = (bool)Bare(table[nameof(HasInput)])!,
        Luggage = new Luggage
        {
            Usings = Texts(table, nameof(Luggage.Usings)),
            Packages = Texts(table, nameof(Luggage.Packages)),
            Declarations = Texts(table, nameof(Luggage.Declarations)),
            Variables = Texts(table, nameof(Luggage.Variables) + "There"),
            References = Texts(table, nameof(Luggage.References)),
        },
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(Hashtable table, string name) => table[name]?.ToString() ?? "";

    private static string[] Texts(Hashtable table, string name) => [.. Items(table, name).Select(t => t?.ToString() ?? "")];

    private static object?[] Items(Hashtable table, string name) => Bare(table[name]) is IEnumerable items ? [.. items.Cast<object?>()] : [];
}
