using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>What a cell gives, until it is shown. On the pipeline thread only.</summary>
/// <param name="errors">Gets the text of errors that do not end the cell.</param>
internal sealed class CellDisplay(Action<string> errors)
{
    private ShownItems _items = new();

    /// <summary>Takes an object.</summary>
    public void Add(PSObject item)
    {
        switch (item.BaseObject)
        {
            case ErrorRecord:
                errors($"{ResultText.Colored(item)}\n");
                break;
            case DisplayedValue:
                // It has been shown.
                break;
            case ShownItems items:
                _items.AddRange(items);
                break;
            default:
                _items.Add(item);
                break;
        }
    }

    /// <summary>What there is to show, by kinds; null for nothing. Empty afterwards.</summary>
    public JsonObject? Take()
    {
        (IReadOnlyList<PSObject> items, long more) = (_items.Items, _items.More);
        _items = new ShownItems();
        switch (items)
        {
            case []:
                return null;
            case [{ BaseObject: ShownForms { Forms: var forms } }]:
                return ResultData.ToJson(forms);
            default:
                JsonObject data = [];
                string text = ResultText.Plain(items);
                data[ShownForms.Plain] = more == 0 ? text : $"{text}\n{string.Format(null, Strings.KernelMore, more)}";
                if (items is [{ BaseObject: string image }] && IsSvg(image))
                {
                    data["image/svg+xml"] = image;
                }
                else if (items.All(static item => item.BaseObject is IDictionary))
                {
                    data[ShownForms.Html] = TableOf(items, more);
                }
                else if (ResultColumns.Of(items) is { Count: > 0 } columns)
                {
                    data[ShownForms.Html] = ResultTable.Make(items, columns, more);
                }

                return data;
        }
    }

    // PowerShell shows what is in them, with these heads.
    private static string TableOf(IReadOnlyList<PSObject> dictionaries, long more)
    {
        ShownItems entries = new();
        foreach (PSObject item in dictionaries)
        {
            foreach (DictionaryEntry entry in (IDictionary)item.BaseObject)
            {
                entries.Add(entry);
            }
        }

        const string Key = nameof(DictionaryEntry.Key);
        const string Value = nameof(DictionaryEntry.Value);
        string head = dictionaries[0].BaseObject is Hashtable or OrderedDictionary ? "Name" : Key;
        return ResultTable.Make(entries.Items, [new ResultColumn(head, Key, null), new ResultColumn(Value, Value, null)], entries.More + more);
    }

    private static bool IsSvg(string text) => text.StartsWith("<svg", StringComparison.Ordinal)
        || (text.StartsWith("<?xml", StringComparison.Ordinal) && text.Contains("<svg", StringComparison.Ordinal));
}
