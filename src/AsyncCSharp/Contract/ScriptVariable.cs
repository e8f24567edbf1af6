using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Contract;

/// <summary>A top-level variable of a session: a field of the submission that declared it.</summary>
internal sealed class ScriptVariable(object owner, FieldInfo declaration)
{
    /// <summary>How the classes are called, for no text to mean them, that declare variables for values of PowerShell's.</summary>
    public const string DeclaredPrefix = "Variable#";

    /// <summary>Whether it was declared for a value of PowerShell's.</summary>
    public bool IsFromPowerShell => Owner.Name.StartsWith(DeclaredPrefix, StringComparison.Ordinal);

    /// <summary>The name, as C# knows it.</summary>
    public string Name => declaration.Name;

    /// <summary>The class of the submission.</summary>
    public Type Owner => owner.GetType();

    /// <summary>Whether it is declared as <c>dynamic</c>.</summary>
    public bool IsDynamic => declaration.IsDefined(typeof(DynamicAttribute), inherit: false);

    /// <summary>The names of the tuples in its type; null for none.</summary>
    public TupleNames? Names => DeclaredTupleNames.Of(declaration, declaration.FieldType);

    /// <summary>The declared type.</summary>
    public Type Type => declaration.FieldType;

    /// <summary>True for a constant or readonly variable, which cannot be set.</summary>
    public bool IsReadOnly => declaration.IsInitOnly || declaration.IsLiteral;

    /// <summary>The live value.</summary>
    public object? Value
    {
        get => declaration.GetValue(owner);
        set => declaration.SetValue(owner, value);
    }
}
