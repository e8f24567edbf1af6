namespace AsyncCSharp.Bench;

/// <summary>What was measured, round by round, by name.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<string, List<double>> _figures = [];
    private readonly Dictionary<string, string> _failures = [];

    /// <summary>All figures as they were taken.</summary>
    public IReadOnlyDictionary<string, List<double>> Figures => _figures;

    /// <summary>Measures everything once a round, the other way round in every second one, so that nothing is always next to the same neighbour.</summary>
    public static Measurements Take(IReadOnlyList<Subject> subjects, int rounds)
    {
        Measurements measurements = new();
        for (int round = 0; round < rounds; round++)
        {
            foreach (Subject subject in round % 2 == 0 ? subjects : subjects.Reverse())
            {
                measurements.Take(subject);
            }
        }

        return measurements;
    }

    /// <summary>Notes a figure.</summary>
    public void Add(string name, double figure)
    {
        if (!_figures.TryGetValue(name, out List<double>? figures))
        {
            _figures[name] = figures = [];
        }

        figures.Add(figure);
    }

    /// <summary>The median, or null where there is no figure.</summary>
    public double? Median(string name) => _figures.TryGetValue(name, out List<double>? figures) ? Statistics.Median(figures) : null;

    /// <summary>The least, or null where there is no figure: for what only computes, since whatever else the machine does can only add to it.</summary>
    public double? Least(string name) => _figures.TryGetValue(name, out List<double>? figures) ? figures.Min() : null;

    /// <summary>A line for a figure on its own.</summary>
    public Row Row(string what, string unit, string name, double? target = null) =>
        new(what, unit, Median(name), Target: target, Note: Note(name));

    /// <summary>A line for one figure against another, which the report calls by its label, or by its name.</summary>
    public Row Row(string what, string unit, string name, string against, double? target = null, string? label = null) =>
        new(what, unit, Median(name), label ?? against, Median(against), target, Note(name, against));

    /// <summary>The same of the least figures: see <see cref="Least"/>.</summary>
    public Row LeastRow(string what, string unit, string name, string against, double? target = null, string? label = null) =>
        new(what, unit, Least(name), label ?? against, Least(against), target, Note(name, against));

    /// <summary>Why figures are missing, or null.</summary>
    public string? Note(params ReadOnlySpan<string> names)
    {
        List<string> notes = [];
        foreach (string name in names)
        {
            if (_failures.TryGetValue(name, out string? failure))
            {
                notes.Add(failure);
            }
        }

        return notes.Count > 0 ? string.Join("; ", notes) : null;
    }

    private void Take(Subject subject)
    {
        // What failed once is not tried again.
        if (_failures.ContainsKey(subject.Names[0]))
        {
            return;
        }

        try
        {
            foreach ((string name, double figure) in subject.Names.Zip(subject.Measure()))
            {
                Add(name, figure);
            }
        }
        catch (Exception exception)
        {
            foreach (string name in subject.Names)
            {
                _failures[name] = Shorten(exception.Message);
            }
        }
    }

    // It goes into a cell of a table.
    private static string Shorten(string message)
    {
        string line = message.ReplaceLineEndings(" ").Replace('|', '/');
        return line.Length <= 200 ? line : $"{line[..200]}...";
    }
}
