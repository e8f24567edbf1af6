namespace AsyncCSharp.Conversion;

/// <summary>Something of PowerShell's that a cell has in another form: what one side has changed is brought to the other.</summary>
internal interface ICounterpart
{
    /// <summary>How many elements that takes.</summary>
    int Count { get; }

    /// <summary>Brings what C# has changed since the last time to PowerShell's form.</summary>
    void ToShell();

    /// <summary>Brings what PowerShell has changed since the last time to the cell's form.</summary>
    void ToCell();
}
