using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace AsyncCSharp.HelpBuilder.Text;

/// <summary>Lays a table out in columns; where it is too wide, the widest columns are wrapped.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    public static IReadOnlyList<string> Lines(Table table, int width)
    {
        List<string[]> rows = [.. table.OfType<TableRow>().Select(Cells)];
        int[] widths = Widths(rows, width);

        List<string> lines = [];
        AddRow(rows[0], widths, lines);
        lines.Add(Join(widths.Select(columnWidth => new string('-', columnWidth)), widths));
        foreach (string[] row in rows.Skip(1))
        {
            AddRow(row, widths, lines);
        }

        return lines;
    }

    private static string[] Cells(TableRow row) =>
    [
        .. row.OfType<TableCell>().Select(cell =>
            string.Join(' ', cell.OfType<ParagraphBlock>().Select(paragraph => InlineText.Of(paragraph.Inline)))),
    ];

    private static int[] Widths(List<string[]> rows, int width)
    {
        int[] widths = new int[rows.Max(row => row.Length)];
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        int available = width - (Gap * (widths.Length - 1));
        while (widths.Sum() > available && widths.Max() > 1)
        {
            widths[Array.LastIndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    private static void AddRow(string[] row, int[] widths, List<string> lines)
    {
        IReadOnlyList<string>[] cells = [.. row.Select((cell, column) => TextWrap.Lines(cell, widths[column]))];
        for (int line = 0; line < cells.Max(cell => cell.Count); line++)
        {
            lines.Add(Join(cells.Select(cell => line < cell.Count ? cell[line] : ""), widths));
        }
    }

    private static string Join(IEnumerable<string> cells, int[] widths) =>
        string.Join(new string(' ', Gap), cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
}
