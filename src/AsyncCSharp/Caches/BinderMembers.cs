using System.Reflection;

namespace AsyncCSharp.Caches;

/// <summary>
/// The members of the C# runtime binder that are looked for by name, as of .NET 10 (dotnet/runtime, src/libraries/Microsoft.CSharp). All of
/// them throw a <see cref="MissingMemberException"/> where this version has no such member.
/// </summary>
/// <param name="binder">Microsoft.CSharp.</param>
internal sealed class BinderMembers(Assembly binder)
{
    /// <summary>Every member that a class itself has.</summary>
    public const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    /// <summary>Whether a type is the binder's own.</summary>
    public bool Have(Type type) => type.Assembly == binder;

    /// <summary>A type, by its name below the binder's namespace.</summary>
    public Type TypeOf(string name) => binder.GetType($"Microsoft.CSharp.RuntimeBinder.{name}") ?? throw new MissingMemberException(name);

    /// <summary>A field.</summary>
    public FieldInfo Field(string type, string name) => TypeOf(type).GetField(name, Any) ?? throw new MissingFieldException(type, name);

    /// <summary>The value of a static field that is never null.</summary>
    public object Static(string type, string name) => Field(type, name).GetValue(null) ?? throw new MissingFieldException(type, name);

    /// <summary>What reads a property or a field.</summary>
    public Func<object, object?> Getter(string type, string name) =>
        TypeOf(type).GetProperty(name, Any) is { } property ? property.GetValue : Field(type, name).GetValue;
}
