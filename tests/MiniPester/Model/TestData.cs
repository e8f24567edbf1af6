using System.Collections;
using System.Management.Automation;

namespace MiniPester.Model;

/// <summary>One item of -ForEach: the value of <c>$_</c>, and a variable for each key where it is a dictionary.</summary>
internal sealed class TestData
{
    private TestData(bool exists, object? item)
    {
        Exists = exists;
        Item = item;
        Values = (item is PSObject wrapped ? wrapped.BaseObject : item) as IDictionary;
    }

    public static TestData None { get; } = new(exists: false, item: null);

    /// <summary>Gets a value indicating whether there was a -ForEach.</summary>
    public bool Exists { get; }

    public object? Item { get; }

    public IDictionary? Values { get; }

    /// <summary>Gives one piece of data per case, or the one that stands for no data.</summary>
    public static IEnumerable<TestData> Of(object?[]? cases) =>
        cases is null ? [None] : cases.Select(item => new TestData(exists: true, item));

    public bool TryGet(string name, out object? value)
    {
        value = Item;
        if (!Exists || name == "_")
        {
            return Exists;
        }

        value = null;
        if (Values?.Contains(name) == true)
        {
            value = Values[name];
            return true;
        }

        return false;
    }
}
