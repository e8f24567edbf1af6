using System.ComponentModel;
using AsyncCSharp.Reading;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>What compiled cells call instead of members of <see cref="Console"/> that wait for input where nobody can stop them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellConsole
{
    /// <summary>As <see cref="Console.ReadKey()"/>.</summary>
    public static ConsoleKeyInfo ReadKey() => ReadKey(intercept: false);

    /// <summary>As <see cref="Console.ReadKey(bool)"/>.</summary>
    /// <param name="intercept">Whether the key is not shown.</param>
    public static ConsoleKeyInfo ReadKey(bool intercept)
    {
        if (StoppableRun.Current is null || Console.IsInputRedirected)
        {
            return Console.ReadKey(intercept);
        }

        object lockObject = new();
        lock (lockObject)
        {
            InputWait.Until(static () => Console.KeyAvailable, Durations.InputSlice, lockObject);
        }

        ConsoleKeyInfo key = Console.ReadKey(intercept: true);
        if (!intercept && key.KeyChar != '\0')
        {
            TerminalInput.Echo(key.KeyChar.ToString());
        }

        return key;
    }

    /// <summary>As <see cref="Console.OpenStandardInput()"/>.</summary>
    public static Stream OpenStandardInput() => new CellInputStream(Console.OpenStandardInput());

    /// <summary>As <see cref="Console.OpenStandardInput(int)"/>.</summary>
    /// <param name="bufferSize">The size of the buffer.</param>
    public static Stream OpenStandardInput(int bufferSize) => new CellInputStream(Console.OpenStandardInput(bufferSize));
}
