namespace AsyncCSharp.Conversion;

/// <summary>The keys and values of an object that PowerShell sees as its properties.</summary>
internal abstract class KeyedMembers
{
    /// <summary>The keys.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>Whether nothing can be set.</summary>
    public virtual bool IsReadOnly => true;

    /// <summary>Gives a value as it is in C#; null where there is no such key.</summary>
    public abstract object? Get(string key);

    /// <summary>The names of the tuples in a value, or null.</summary>
    public virtual TupleNames? NamesOf(string key) => null;

    /// <summary>Takes a value of PowerShell's.</summary>
    public virtual void Set(string key, object? value) => throw new NotSupportedException();
}
