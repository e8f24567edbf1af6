using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>A top-level variable of a C# session, as it was when it was asked for. The value is the live object, not a copy.</summary>
public sealed class CSharpVariable
{
    internal CSharpVariable(string name, object? value, Type type)
    {
        Name = name;
        Value = value;
        Type = TypeDisplay.Of(type);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public object? Value { get; }

    /// <summary>The declared type, as C# writes it. A text, so that listing variables pins no type of the session.</summary>
    public string Type { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name}";
}
