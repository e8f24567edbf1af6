namespace AsyncCSharp.Engine;

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
    public object?[] Live { get; } = new object?[3];

    /// <summary>Whether one is an untyped array whose elements have a type.</summary>
    public bool HaveTypedArrays => values.Any(v => TypedArray.ElementTypeOf(v.Value) is not null);

    /// <summary>Names and values, with arrays in a form.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> In(ArrayForm form) =>
        form == ArrayForm.AsIs ? values : [.. values.Select(v => KeyValuePair.Create(v.Key, TypedArray.In(form, v.Value)))];

    /// <summary>Whether one has the name.</summary>
    public bool Have(string name) => values.Any(v => v.Key == name);
}
