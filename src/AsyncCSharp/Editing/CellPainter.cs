using System.Text;
using AsyncCSharp.Lexing;

namespace AsyncCSharp.Editing;

/// <summary>
/// Paints the text of an editor in the colours of C#, over what the editor has drawn without any: PSReadLine asks PowerShell's parser for its
/// colours, and nothing else can be put there. Called when a drawing is done, on the thread that draws.
/// </summary>
internal sealed class CellPainter(EditorMembers editor, ScreenText screen)
{
    /// <summary>Whether it paints.</summary>
    public bool IsOn { get; set; }

    /// <summary>The columns before the second line and those after it.</summary>
    public int Indent { get; set; }

    /// <summary>What the compiler has said of the names in the text.</summary>
    public TypedNames Names { get; set; } = TypedNames.None;

    /// <summary>What to write to the terminal to have the text painted; empty where there is nothing to paint.</summary>
    /// <param name="width">The columns of the terminal.</param>
    /// <param name="top">The first row that can be seen.</param>
    /// <param name="height">The rows that can be seen.</param>
    public string Paint(int width, int top, int height)
    {
        editor.BufferState(out string text, out _);
        if (text.Length == 0)
        {
            return string.Empty;
        }

        List<CellToken> tokens = CellLexer.Read(text);
        TextRole[] roles = CellRoles.Of(text, tokens);
        Names.Apply(text, tokens, roles);
        (int markedStart, int markedEnd) = screen.Marked;
        StringBuilder output = new();
        ScreenPlace place = new(screen, text, width, Indent);
        for (int i = 0; i < tokens.Count; i++)
        {
            string color = CellColors.Of(roles[i]) ?? editor.DefaultColor;
            bool isOpen = false;
            for (int at = tokens[i].Start; at < tokens[i].End; at++)
            {
                bool isNewRow = place.MoveTo(at);
                int row = place.Row - top;
                if (row < 0 || row >= height || (at >= markedStart && at < markedEnd) || char.IsControl(text[at]) || tokens[i].Kind == TokenKind.Blank)
                {
                    isOpen = false;
                    continue;
                }

                if (!isOpen || isNewRow)
                {
                    _ = output.Append(null, $"\e[{row + 1};{place.Column + 1}H{CellColors.Reset}{color}");
                    isOpen = true;
                }

                _ = output.Append(text[at]);
            }
        }

        return output.Length == 0 ? string.Empty : output.Append(CellColors.Reset).ToString();
    }
}
