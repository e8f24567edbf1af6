namespace AsyncCSharp.Conversion;

/// <summary>
/// A type of objects of C# that are what they are to PowerShell, but for what is in them: objects that have views. A command which goes
/// into such an object by itself would not see those, so that the object has a view as well where there are any.
/// </summary>
/// <param name="always">Whether there are in each object of the type.</param>
internal abstract class HoldingKind(bool always)
{
    /// <summary>Whether there are in each object of the type.</summary>
    public bool Always => always;

    /// <summary>Whether there are in that object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="depth">How deep it is in others.</param>
    public bool Holds(object value, int depth)
    {
        if (always)
        {
            return true;
        }

        foreach (object? part in PartsToLookAt(value))
        {
            if (PipelineValue.IsSeenByView(part, depth + 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The view of an object.</summary>
    public abstract object View(object value);

    /// <summary>What is in an object and may have a view, read without running anybody's code.</summary>
    protected abstract IEnumerable<object?> PartsToLookAt(object value);
}
