namespace AsyncCSharp.HelpBuilder.Text;

/// <summary>Breaks text into lines of a width, at spaces only: a longer word keeps a line of its own.</summary>
internal static class TextWrap
{
    public static IReadOnlyList<string> Lines(string text, int width)
    {
        List<string> lines = [];
        foreach (string paragraph in text.Split('\n'))
        {
            Wrap(paragraph, width, lines);
        }

        return lines;
    }

    private static void Wrap(string paragraph, int width, List<string> lines)
    {
        string line = "";
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length == 0)
            {
                line = word;
            }
            else if (line.Length + 1 + word.Length <= width)
            {
                line += " " + word;
            }
            else
            {
                lines.Add(line);
                line = word;
            }
        }

        lines.Add(line);
    }
}
