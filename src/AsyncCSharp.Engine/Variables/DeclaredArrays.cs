namespace AsyncCSharp.Engine.Variables;

/// <summary>
/// The untyped arrays that PowerShell has put into a session's variables. They outlive each call, so that the variable is an
/// <c>object[]</c>; but a cell that does not compile with that, and keeps nothing, may have them for its call as those of <c>-Variable</c> are
/// had, with the type of their elements. Remembers which cells do, for when they come again. One of a session; calls come one at a time, from
/// who has the session's gate.
/// </summary>
internal sealed class DeclaredArrays
{
    private const int Remembered = 128;

    private readonly HashSet<KnownCell> _known = [];

    /// <summary>Those that a text may mean, as variables of a call; null for none.</summary>
    public static CallVariables? In(string code, IEnumerable<ScriptVariable> variables)
    {
        KeyValuePair<string, object?>[] arrays = [.. variables
            .Where(v => v.IsFromPowerShell && v.Type == typeof(object[]) && code.Contains(v.Name, StringComparison.Ordinal) && TypedArray.HasForms(v.Value))
            .Select(v => KeyValuePair.Create(v.Name, v.Value))];
        return arrays.Length == 0 ? null : new CallVariables(arrays);
    }

    /// <summary>Whether a cell is known to need them.</summary>
    public bool AreNeeded(CellSource source, string chain) => _known.Count > 0 && _known.Contains(KeyOf(source, chain));

    /// <summary>Remembers that it does.</summary>
    public void Remember(CellSource source, string chain)
    {
        if (_known.Count == Remembered)
        {
            _known.Clear();
        }

        _ = _known.Add(KeyOf(source, chain));
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _known.Clear();

    private static KnownCell KeyOf(CellSource source, string chain) => new(source.Code, source.InputType?.AssemblyQualifiedName, chain);

    // A class: the framework's code for sets of classes is compiled ahead of time.
    private sealed record KnownCell(string Code, string? InputType, string Chain);
}
