using AsyncCSharp.Conversion;

namespace AsyncCSharp.Contract;

/// <summary>
/// What <c>-Variable</c> gave to one call. It belongs to the call, however calls overlap: nothing of it is the session's. Used by one
/// thread at a time, from who has the session's gate.
/// </summary>
/// <param name="values">Names, each once, and values.</param>
internal sealed class CallVariables(IReadOnlyList<KeyValuePair<string, object?>> values)
{
    /// <summary>Names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Values => values;

    /// <summary>The engine's objects with the variables, as the call's code reads and sets them, by <see cref="ArrayForm"/>; null before a compilation.</summary>
    public object?[] Live { get; } = new object?[4];

    /// <summary>Whether one has other forms than its own.</summary>
    public bool HaveForms => values.Any(v => TypedArray.HasForms(v.Value));

    /// <summary>Whether one is a list of PowerShell's wrappers.</summary>
    public bool HaveObjects => values.Any(v => ShellObjects.Of(v.Value) is not null);

    /// <summary>Those that the call's code has as other objects than PowerShell.</summary>
    public HandedValues Handed { get; } = new();

    /// <summary>Names and values, with arrays in a form.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> In(ArrayForm form)
    {
        if (form == ArrayForm.AsIs)
        {
            return values;
        }

        List<KeyValuePair<string, object?>> formed = [];
        foreach ((string name, object? value) in values)
        {
            formed.Add(new(name, TypedArray.In(form, value, out ICounterpart? copy)));
            if (copy is not null)
            {
                Handed.Add(copy);
            }
        }

        return formed;
    }

    /// <summary>Whether one has the name.</summary>
    public bool Have(string name) => values.Any(v => v.Key == name);
}
