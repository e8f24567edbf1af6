using System.Management.Automation.Host;

namespace PwshHost;

/// <summary>Size and keys of the terminal, and fixed values where there is none.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    // What pwsh formats for when its output is redirected.
    private static readonly Size s_redirectedSize = new(120, 50);

    private static readonly Lazy<bool> s_hasTerminal = new(() => !Console.IsOutputRedirected && Console.WindowWidth > 0);

    public override ConsoleColor BackgroundColor { get; set; } = (ConsoleColor)(-1);

    public override ConsoleColor ForegroundColor { get; set; } = (ConsoleColor)(-1);

    public override Size BufferSize
    {
        get => s_hasTerminal.Value ? new Size(Console.BufferWidth, Console.BufferHeight) : s_redirectedSize;
        set => throw Unsupported(nameof(BufferSize));
    }

    public override Size WindowSize
    {
        get => s_hasTerminal.Value ? new Size(Console.WindowWidth, Console.WindowHeight) : s_redirectedSize;
        set => throw Unsupported(nameof(WindowSize));
    }

    public override Coordinates CursorPosition
    {
        get => s_hasTerminal.Value ? new Coordinates(Console.CursorLeft, Console.CursorTop) : default;
        set
        {
            if (s_hasTerminal.Value)
            {
                Console.SetCursorPosition(value.X, value.Y);
            }
        }
    }

    public override Coordinates WindowPosition
    {
        get => default;
        set => throw Unsupported(nameof(WindowPosition));
    }

    public override int CursorSize { get; set; } = 25;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Size MaxWindowSize => WindowSize;

    public override string WindowTitle { get; set; } = "PwshHost";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported(nameof(GetBufferContents));

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported(nameof(ScrollBufferContents));

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw Unsupported(nameof(SetBufferContents));

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host fills the whole buffer: that much every terminal can do.
        if (s_hasTerminal.Value)
        {
            Console.Clear();
        }
    }

    private static NotSupportedException Unsupported(string member) => new($"This host does not support {member}.");
}
