namespace AsyncCSharp.Conversion;

/// <summary>
/// Values in a collection that a cell was given which PowerShell has in another form: those of its enumerations, which are the twins' for as
/// long as C# code has the collection, and tuples with names, which have none in C#. For PowerShell code they are what they were.
/// </summary>
internal sealed class ElementsWithin(object root) : ICounterpart
{
    // Before the first time: PowerShell's form was seen to when the collection was handed over.
    private int _count;

    public int Count => _count;

    /// <summary>For a value; null for one that nothing can be in.</summary>
    public static ElementsWithin? Of(object? value) =>
        ElementKinds.Of(value) != ElementKind.None || EnumCounterpart.Find(value) is not null ? new ElementsWithin(value!) : null;

    /// <summary>Whether there may be such values in a collection.</summary>
    public static bool AreNeeded(object? value) => EnumTwins.Any || NamedElements.Of(value) is not null;

    public void ToShell()
    {
        if (EnumCounterpart.Find(root) is { } pair)
        {
            pair.ToShell();
            _count = pair.Count;
        }
        else if (NamedElements.Of(root) is { } named)
        {
            _count = WrappedElements.Release(root, named);
        }
        else if (EnumTwins.Any)
        {
            _count = WrappedElements.Release(root);
        }
    }

    public void ToCell()
    {
        if (EnumCounterpart.Find(root) is { } pair)
        {
            pair.ToCell();
            _count = pair.Count;
        }
        else if (EnumTwins.Any || NamedElements.Of(root) is not null)
        {
            _count = WrappedElements.Unwrap(root);
        }
    }
}
