namespace AsyncCSharp.Conversion;

/// <summary>How a collection is to be gone through for elements that PowerShell has wrapped.</summary>
internal enum ElementKind
{
    /// <summary>Not at all: it is no collection, cannot hold such elements, or does who knows what when it is read.</summary>
    None,

    /// <summary>An array of references.</summary>
    Array,

    /// <summary>An array of references with several dimensions.</summary>
    Grid,

    /// <summary>A list with an indexer.</summary>
    List,

    /// <summary>A dictionary.</summary>
    Dictionary,

    /// <summary>A set, linked list, queue or stack, of objects.</summary>
    Unordered,

    /// <summary>An object with fields or properties for delegates.</summary>
    Holder,

    /// <summary>A group of <c>Group-Object</c>.</summary>
    Group,

    /// <summary>A <see cref="System.Management.Automation.PSObject"/>: the values of its added properties.</summary>
    Bag,
}
