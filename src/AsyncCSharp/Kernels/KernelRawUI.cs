using System.Management.Automation.Host;

namespace AsyncCSharp.Kernels;

/// <summary>A screen of a fixed width, which nobody moves about on.</summary>
internal sealed class KernelRawUI : PSHostRawUserInterface
{
    /// <summary>How wide tables are.</summary>
    public const int Width = 120;

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc/>
    public override Coordinates CursorPosition { get; set; }

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 1;

    /// <inheritdoc/>
    public override Size BufferSize { get; set; } = new(Width, 50);

    /// <inheritdoc/>
    public override Size WindowSize { get; set; } = new(Width, 50);

    /// <inheritdoc/>
    public override Size MaxWindowSize => new(Width, 50);

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => new(Width, 50);

    /// <inheritdoc/>
    public override bool KeyAvailable => false;

    /// <inheritdoc/>
    public override string WindowTitle { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException(Strings.KernelNoPrompt);

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
    }

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
    }

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
    }
}
