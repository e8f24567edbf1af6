using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>An object of C# with values in its properties that have views.</summary>
internal sealed class PropertiesView : ObjectView
{
    private readonly PropertiesKind _kind;
    private readonly ViewType _type;

    public PropertiesView(object original, PropertiesKind kind, ViewType type)
        : base(original, type, kind.PropertiesOf(original))
    {
        _kind = kind;
        _type = type;
    }

    public override string ToString() => Original.ToString()!;

    // As PowerShell copies a value.
    protected override ObjectView CopyView() => new PropertiesView(RuntimeHelpers.GetObjectValue(Original), _kind, _type);
}
