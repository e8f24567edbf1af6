using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>
/// Stands between PSReadLine and its console, as its interface, which is known by name only. What reads keys goes by <see cref="PasteReader"/>; the
/// rest passes. The runtime makes a class of it, so it is open.
/// </summary>
internal class TerminalProxy : DispatchProxy
{
    private object? _console;
    private PasteReader? _keys;

    /// <summary>Puts one before a console.</summary>
    /// <param name="contract">The interface of the console.</param>
    /// <param name="console">The console.</param>
    public static EditorTerminal Before(Type contract, object console)
    {
        object proxy = Create(contract, typeof(TerminalProxy));
        TerminalProxy self = (TerminalProxy)proxy;
        self._console = console;
        self._keys = new PasteReader(
            contract.GetMethod("ReadKey")!.CreateDelegate<Func<ConsoleKeyInfo>>(console),
            contract.GetProperty("KeyAvailable")!.GetMethod!.CreateDelegate<Func<bool>>(console));
        return new EditorTerminal(proxy, self._keys, contract.GetMethod("Write")!.CreateDelegate<Action<string>>(console));
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "ReadKey" => _keys!.Read(),
        "get_KeyAvailable" => _keys!.IsKeyAvailable,
        _ => targetMethod.Invoke(_console, BindingFlags.DoNotWrapExceptions, null, args, null),
    };
}
