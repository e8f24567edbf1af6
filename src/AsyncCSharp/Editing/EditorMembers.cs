using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>
/// What is used of a PSReadLine, looked for once. All of it is public but for two fields, which its own tests set too. There is no reference to it at
/// compile time: it is the user's, of whatever version.
/// </summary>
internal sealed class EditorMembers
{
    private const BindingFlags Functions = BindingFlags.Public | BindingFlags.Static;

    private readonly Type _type;

    // Only for looks: a version without them leaves the mark of a search on the screen.
    private readonly Action<bool>? _render;
    private readonly FieldInfo? _emphasis;

    private EditorMembers(Type type)
    {
        _type = type;
        ReadLine = Bind<Func<Runspace, EngineIntrinsics, bool?, string>>(nameof(ReadLine));
        Insert = Bind<Action<string>>(nameof(Insert));
        Delete = Bind<Action<int, int>>(nameof(Delete));
        Replace = Bind<Action<int, int, string, Action<ConsoleKeyInfo?, object>?, object?>>(nameof(Replace));
        SetCursor = Bind<Action<int>>("SetCursorPosition");
        BufferState = Bind<BufferReader>("GetBufferState");
        AddToHistory = Bind<Action<string>>(nameof(AddToHistory));
        SetKeyHandler = Bind<Action<string[], Action<ConsoleKeyInfo?, object?>, string, string>>(nameof(SetKeyHandler));
        RemoveKeyHandler = Bind<Action<string[]>>(nameof(RemoveKeyHandler));
        Singleton = Instance(type);
        Console = type.GetField("_console", BindingFlags.NonPublic | BindingFlags.Instance) ?? throw new MissingFieldException(type.Name, "_console");
        Methods = type.GetField("_mockableMethods", BindingFlags.NonPublic | BindingFlags.Instance);
        Options = Call("GetOptions", [])!;
        _render = type.GetMethod("Render", BindingFlags.NonPublic | BindingFlags.Instance, [typeof(bool)])?.CreateDelegate<Action<bool>>(Singleton);
        CommandMode = type.GetMethod("UseViCommandModeTables", BindingFlags.NonPublic | BindingFlags.Static)?.CreateDelegate<Func<IDisposable>>();
        _emphasis = type.GetField("_emphasisStart", BindingFlags.NonPublic | BindingFlags.Instance);
    }

    /// <summary>What <c>GetBufferState</c> is.</summary>
    public delegate void BufferReader(out string text, out int cursor);

    /// <summary>Reads a text.</summary>
    public Func<Runspace, EngineIntrinsics, bool?, string> ReadLine { get; }

    /// <summary>Inserts a text at the cursor, as one step to undo.</summary>
    public Action<string> Insert { get; }

    /// <summary>Deletes a stretch of the text.</summary>
    public Action<int, int> Delete { get; }

    /// <summary>Replaces a stretch of the text, as one step to undo.</summary>
    public Action<int, int, string, Action<ConsoleKeyInfo?, object>?, object?> Replace { get; }

    /// <summary>Moves the cursor.</summary>
    public Action<int> SetCursor { get; }

    /// <summary>The text and where the cursor is.</summary>
    public BufferReader BufferState { get; }

    /// <summary>Adds to the history, and to its file.</summary>
    public Action<string> AddToHistory { get; }

    /// <summary>Binds keys to a delegate.</summary>
    public Action<string[], Action<ConsoleKeyInfo?, object?>, string, string> SetKeyHandler { get; }

    /// <summary>Takes keys back.</summary>
    public Action<string[]> RemoveKeyHandler { get; }

    /// <summary>Has keys be bound in Vi's command mode until what it gives is disposed; null where that cannot be.</summary>
    public Func<IDisposable>? CommandMode { get; }

    /// <summary>The one editor of the copy.</summary>
    public object Singleton { get; }

    /// <summary>The field that has the console it reads and writes.</summary>
    public FieldInfo Console { get; }

    /// <summary>The field that has what it asks PowerShell; null where that cannot be replaced, and nothing is completed.</summary>
    public FieldInfo? Methods { get; }

    /// <summary>Its options.</summary>
    public object Options { get; }

    /// <summary>The assembly.</summary>
    public Assembly Assembly => _type.Assembly;

    /// <summary>What it begins text with that has no colour of its own.</summary>
    public string DefaultColor => Options.GetType().GetProperty("DefaultTokenColor")?.GetValue(Options) as string ?? string.Empty;

    /// <summary>Whether it writes for a screen reader.</summary>
    public bool ServesScreenReader => Options.GetType().GetProperty("ScreenReaderModeEnabled")?.GetValue(Options) is true;

    /// <summary>Whether it has the modes of Vi.</summary>
    public bool IsVi => Option("EditMode") == "Vi";

    /// <summary>Whether it shows a list of its own below the text: what the history suggests.</summary>
    public bool ShowsList => Option("PredictionViewStyle") == "ListView" && Option("PredictionSource") != "None";

    /// <summary>Where its text stands on the screen, or null where that cannot be told.</summary>
    public ScreenText? Screen => ScreenText.Of(_type, Singleton);

    /// <summary>The members of a PSReadLine.</summary>
    /// <exception cref="MissingMemberException">Something is not there.</exception>
    public static EditorMembers Of(Assembly assembly) =>
        new(assembly.GetType("Microsoft.PowerShell.PSConsoleReadLine") ?? throw new MissingMemberException(assembly.FullName, "PSConsoleReadLine"));

    /// <summary>A function that keys are bound to, by its name; null where there is none.</summary>
    public Action<ConsoleKeyInfo?, object?>? Function(string name) =>
        _type.GetMethod(name, Functions | BindingFlags.IgnoreCase, [typeof(ConsoleKeyInfo?), typeof(object)])?.CreateDelegate<Action<ConsoleKeyInfo?, object?>>();

    /// <summary>Sets options in the way of <c>Set-PSReadLineOption</c>, by their names. For those whose setters do more than to note a value.</summary>
    public void SetOptions(params (string Name, object Value)[] options)
    {
        Type type = Assembly.GetType("Microsoft.PowerShell.SetPSReadLineOption") ?? throw new MissingMemberException(_type.Name, "SetPSReadLineOption");
        object cmdlet = Activator.CreateInstance(type)!;
        foreach ((string name, object value) in options)
        {
            PropertyInfo property = type.GetProperty(name) ?? throw new MissingMemberException(type.Name, name);
            property.SetValue(cmdlet, property.PropertyType.IsEnum ? Enum.Parse(property.PropertyType, value.ToString()!) : value);
        }

        _ = Call("SetOptions", [cmdlet]);
    }

    /// <summary>Draws the text as it will stay, with the cursor behind it.</summary>
    /// <param name="end">The text's end.</param>
    public void Render(int end)
    {
        _emphasis?.SetValue(Singleton, -1);
        _render?.Invoke(true);
        SetCursor(end);
    }

    /// <summary>The keys that are bound, with the names of their functions.</summary>
    public Dictionary<string, string> Keys() => KeysOf(_type);

    /// <summary>The keys that are bound in a PSReadLine, with the names of their functions.</summary>
    public static Dictionary<string, string> KeysOf(Type readLine)
    {
        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        object handlers = Method(readLine, "GetKeyHandlers", []).Invoke(null, [])!;
        foreach (object handler in (System.Collections.IEnumerable)handlers)
        {
            string key = (string)handler.GetType().GetProperty("Key")!.GetValue(handler)!;
            keys[key] = (string)handler.GetType().GetProperty("Function")!.GetValue(handler)!;
        }

        return keys;
    }

    private static object Instance(Type type) =>
        type.GetField("_singleton", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null) ?? throw new MissingFieldException(type.Name, "_singleton");

    private static MethodInfo Method(Type type, string name, Type[] parameters) =>
        type.GetMethod(name, Functions, parameters) ?? throw new MissingMethodException(type.Name, name);

    private string? Option(string name) => Options.GetType().GetProperty(name)?.GetValue(Options)?.ToString();

    private object? Call(string name, object[] arguments) => Method(_type, name, [.. arguments.Select(static a => a.GetType())]).Invoke(null, arguments);

    private T Bind<T>(string name)
        where T : Delegate =>
        Method(_type, name, [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(static p => p.ParameterType)]).CreateDelegate<T>();
}
