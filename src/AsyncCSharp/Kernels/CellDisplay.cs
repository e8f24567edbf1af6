using System.Management.Automation;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>What a cell gives, until it is shown. On the pipeline thread only.</summary>
/// <param name="errors">Gets the text of errors that do not end the cell.</param>
internal sealed class CellDisplay(Action<string> errors)
{
    /// <summary>How many objects are shown.</summary>
    private const int Most = 1000;

    private readonly List<PSObject> _items = [];
    private long _more;

    /// <summary>Takes an object.</summary>
    public void Add(PSObject item)
    {
        if (item.BaseObject is ErrorRecord)
        {
            errors($"{ResultText.Colored(item)}\n");
        }
        else if (item.BaseObject is DisplayedValue)
        {
            // It has been shown.
        }
        else if (_items.Count < Most)
        {
            _items.Add(item);
        }
        else
        {
            _more++;
        }
    }

    /// <summary>What there is to show, by kinds; null for nothing. Empty afterwards.</summary>
    public JsonObject? Take()
    {
        if (_items.Count == 0)
        {
            return null;
        }

        JsonObject data = [];
        string text = ResultText.Plain(_items);
        data["text/plain"] = _more == 0 ? text : $"{text}\n{string.Format(null, Strings.KernelMore, _more)}";
        if (_items is [{ BaseObject: string image }] && IsSvg(image))
        {
            data["image/svg+xml"] = image;
        }
        else if (ResultColumns.Of(_items) is { Count: > 0 } columns)
        {
            data["text/html"] = ResultTable.Make(_items, columns, _more);
        }

        _items.Clear();
        _more = 0;
        return data;
    }

    private static bool IsSvg(string text) => text.StartsWith("<svg", StringComparison.Ordinal)
        || (text.StartsWith("<?xml", StringComparison.Ordinal) && text.Contains("<svg", StringComparison.Ordinal));
}
