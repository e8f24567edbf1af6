namespace AsyncCSharp.Editing;

/// <summary>The screen of an editor's terminal, for what draws past the editor.</summary>
/// <param name="Width">The columns.</param>
/// <param name="Height">The rows that can be seen.</param>
/// <param name="Top">The first row that can be seen.</param>
/// <param name="Write">Writes where the cursor is.</param>
/// <param name="Draw">Writes, and puts the cursor back where the editor has it.</param>
/// <param name="MoveCursor">Says that the editor's cursor is some rows further down.</param>
/// <param name="Repaint">Paints the text anew.</param>
/// <param name="HaveAllPainted">Has the next drawing be painted, even where the editor has nothing to draw.</param>
internal sealed record EditorScreen(
    Func<int> Width,
    Func<int> Height,
    Func<int> Top,
    Action<string> Write,
    Action<string> Draw,
    Action<int> MoveCursor,
    Action Repaint,
    Action HaveAllPainted);
