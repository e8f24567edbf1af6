using System.Management.Automation;
using AsyncCSharp.Text;

namespace AsyncCSharp.Conversion;

/// <summary>A property of a view: reads and writes the object of C# that the view stands for.</summary>
internal abstract class ViewProperty(string name) : PSNoteProperty(name, null)
{
    public override object? Value
    {
        get => PipelineValue.Within(Get(), Names);
        set
        {
            if (!IsSettable)
            {
                throw new SetValueException(string.Format(null, Strings.PropertyReadOnly, Name));
            }

            Set(value);
        }
    }

    public override string TypeNameOfValue => Value is { } value ? TypeNameOf(value) : typeof(object).FullName!;

    /// <summary>The names of the tuples in the value, or null.</summary>
    protected virtual TupleNames? Names => null;

    public override string ToString() => $"{(Value is { } value ? TypeDisplay.Of(ObjectView.TargetOf(value)?.GetType() ?? value.GetType()) : "object")} {Name}={Value}";

    /// <summary>The value as it is in C#.</summary>
    protected abstract object? Get();

    /// <summary>Takes a value of PowerShell's, where the property can be set.</summary>
    protected abstract void Set(object? value);

    private static string TypeNameOf(object value) => value is PSObject { TypeNames: [var first, ..] } ? first : value.GetType().FullName!;
}
