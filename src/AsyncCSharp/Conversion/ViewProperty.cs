using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp;

/// <summary>A property of a view: reads and writes the object of C# that the view stands for.</summary>
internal sealed class ViewProperty : PSNoteProperty
{
    // PowerShell's own members can be hidden, and there is no public way to that. Without it they are shown.
    private static readonly MethodInfo? s_hide = typeof(PSMemberInfo).GetProperty("IsHidden", BindingFlags.Instance | BindingFlags.NonPublic)?.SetMethod;

    private readonly Func<object?> _get;
    private readonly Action<object?>? _set;
    private readonly TupleNames? _names;

    /// <summary>Makes one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="get">Gives the value as it is in C#.</param>
    /// <param name="set">Takes a value of PowerShell's; null for a property that only reads.</param>
    /// <param name="names">The names of the tuples in the value, or null.</param>
    /// <param name="isHidden">Whether it is found by its name, and is in no list of properties.</param>
    public ViewProperty(string name, Func<object?> get, Action<object?>? set, TupleNames? names = null, bool isHidden = false)
        : base(name, null)
    {
        _get = get;
        _set = set;
        _names = names;
        IsHidden = isHidden;
        if (isHidden)
        {
            _ = s_hide?.Invoke(this, [true]);
        }
    }

    /// <summary>Whether it is in no list of properties.</summary>
    public bool IsHidden { get; }

    public override object? Value
    {
        get => PipelineValue.Within(_get(), _names);
        set
        {
            if (_set is null)
            {
                throw new SetValueException(string.Format(null, Strings.PropertyReadOnly, Name));
            }

            _set(value);
        }
    }

    public override bool IsSettable => _set is not null;

    public override string TypeNameOfValue => Value?.GetType().FullName ?? typeof(object).FullName!;

    public override PSMemberInfo Copy() => new ViewProperty(Name, _get, _set, _names, IsHidden);

    public override string ToString() => $"{TypeDisplay.Of(Value?.GetType() ?? typeof(object))} {Name}={Value}";
}
