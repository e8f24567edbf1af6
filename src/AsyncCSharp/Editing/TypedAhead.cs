using System.Collections;
using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>
/// Keys that the shell's editor has read together with the line that opened the prompt, and has not used: they were typed for the prompt. PSReadLine keeps
/// them in a private field; where that is missing, they come at the shell's next line. On the pipeline thread, while that editor reads nothing.
/// </summary>
internal static class TypedAhead
{
    private const BindingFlags Private = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>Takes them.</summary>
    public static IReadOnlyList<ConsoleKeyInfo> Take()
    {
        Type? type = EditorAssembly.OfShell?.GetType("Microsoft.PowerShell.PSConsoleReadLine");
        object? editor = type?.GetField("_singleton", Private)?.GetValue(null);
        if (editor is null || type!.GetField("_queuedKeys", Private)?.GetValue(editor) is not ICollection { Count: > 0 } queue || queue.GetType().GetMethod("Clear") is not { } clear)
        {
            return [];
        }

        List<ConsoleKeyInfo> keys = [];
        foreach (object key in queue)
        {
            if (Read(key) is { } read)
            {
                keys.Add(read);
            }
        }

        _ = clear.Invoke(queue, null);
        return keys;
    }

    private static ConsoleKeyInfo? Read(object key)
    {
        Type type = key.GetType();
        if (type.GetProperty("KeyStr", Private)?.GetValue(key) is string { Length: 1 } character)
        {
            return new ConsoleKeyInfo(character[0], ConsoleKey.None, shift: false, alt: false, control: false);
        }

        try
        {
            return (ConsoleKeyInfo?)type.GetMethod("AsConsoleKeyInfo", Private, [])?.Invoke(key, null);
        }
        catch (TargetInvocationException)
        {
            // A key that PSReadLine writes and does not read.
            return null;
        }
    }
}
