namespace AsyncCSharp.Conversion;

/// <summary>
/// Values of PowerShell's enumerations in a collection that a cell was given: for as long as C# code has it they are those of the twins, and
/// for PowerShell code they are what they were.
/// </summary>
internal sealed class EnumsWithin(object root) : ICounterpart
{
    // Before the first time: PowerShell's form was seen to when the collection was handed over.
    private int _count;

    public int Count => _count;

    /// <summary>For a value; null for one that nothing can be in.</summary>
    public static EnumsWithin? Of(object? value) =>
        ElementKinds.Of(value) != ElementKind.None || EnumCounterpart.Find(value) is not null ? new EnumsWithin(value!) : null;

    public void ToShell()
    {
        if (EnumCounterpart.Find(root) is { } pair)
        {
            pair.ToShell();
            _count = pair.Count;
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
        else if (EnumTwins.Any)
        {
            _count = WrappedElements.Unwrap(root);
        }
    }
}
