namespace AsyncCSharp;

/// <summary>How a notebook shows values of some types, as the user has it. One a session's lifetime, which owns it. Any thread; the lock is its own.</summary>
internal sealed class DisplayFormatters
{
    private readonly Lock _lock = new();
    private readonly List<DisplayFormatter> _formatters = [];

    /// <summary>Adds one: the last that is for a type counts.</summary>
    public void Add(DisplayFormatter formatter)
    {
        lock (_lock)
        {
            _ = _formatters.RemoveAll(known => known.Type == formatter.Type && known.Name == formatter.Name && known.MimeType == formatter.MimeType);
            _formatters.Add(formatter);
        }
    }

    /// <summary>Takes over those of another session.</summary>
    public void CopyFrom(DisplayFormatters other)
    {
        DisplayFormatter[] formatters;
        lock (other._lock)
        {
            formatters = [.. other._formatters];
        }

        lock (_lock)
        {
            _formatters.AddRange(formatters);
        }
    }

    /// <summary>Those for a value: of the nearest type of it that has any, the last for each kind.</summary>
    public IReadOnlyList<DisplayFormatter> For(object value)
    {
        lock (_lock)
        {
            if (_formatters.Count == 0)
            {
                return [];
            }

            foreach (Type type in TypesOf(value.GetType()))
            {
                DisplayFormatter[] found = [.. _formatters.Where(f => f.IsFor(type)).Reverse().DistinctBy(f => f.MimeType)];
                if (found.Length > 0)
                {
                    return found;
                }
            }

            return [];
        }
    }

    private static IEnumerable<Type> TypesOf(Type type)
    {
        for (Type? of = type; of is not null && of != typeof(object); of = of.BaseType)
        {
            yield return of;
        }

        foreach (Type of in type.GetInterfaces())
        {
            yield return of;
        }

        yield return typeof(object);
    }
}
