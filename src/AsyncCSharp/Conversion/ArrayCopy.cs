using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>An untyped array of PowerShell's, and the copy with a type that a cell has of it.</summary>
/// <typeparam name="T">The elements' type.</typeparam>
/// <param name="original">PowerShell's.</param>
/// <param name="copy">The cell's.</param>
internal sealed class ArrayCopy<T>(object?[] original, T?[] copy) : ICounterpart
{
    // What both had when they were last compared: who differs from it has changed.
    private readonly T?[] _agreed = [.. copy];

    public int Count => copy.Length;

    public void ToShell()
    {
        for (int i = 0; i < copy.Length; i++)
        {
            T? value = copy[i];
            if (!IsSame(value, _agreed[i]))
            {
                _agreed[i] = value;
                original[i] = original is PSObject[] && value is not null ? PSObject.AsPSObject(value) : value;
            }
        }
    }

    public void ToCell()
    {
        for (int i = 0; i < copy.Length; i++)
        {
            object? plain = PSValue.Unwrap(original[i]);
            if ((plain is T || (plain is null && default(T) is null)) && !IsSame((T?)plain, _agreed[i]))
            {
                copy[i] = _agreed[i] = (T?)plain;
            }
        }
    }

    // An object that equals another is not the same object.
    private static bool IsSame(T? one, T? other) =>
        typeof(T).IsValueType ? EqualityComparer<T?>.Default.Equals(one, other) : ReferenceEquals(one, other);
}
