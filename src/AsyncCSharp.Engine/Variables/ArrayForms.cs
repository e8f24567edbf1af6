namespace AsyncCSharp.Engine.Variables;

/// <summary>
/// Finds the form of untyped arrays that a cell compiles with, and remembers it for when the cell comes again. Most cells take the array
/// as it is, with which they always compiled; what follows is for those that did not. One of a session; calls come one at a time, from
/// who has the session's gate.
/// </summary>
internal sealed class ArrayForms
{
    private const int Remembered = 128;

    private readonly Dictionary<Text, ArrayForm> _known = [];

    /// <summary>Compiles in the first form that will do.</summary>
    /// <exception cref="CSharpCompilationException">The cell compiles in none; the errors are those with the array as it is.</exception>
    public ICompiledCell Compile(Text text, CallVariables variables, Func<ArrayForm, ICompiledCell> compile)
    {
        bool unwraps = variables.HaveObjects;
        if (_known.TryGetValue(text, out ArrayForm known) || !(unwraps || variables.HaveForms))
        {
            return compile(known);
        }

        if (unwraps && TypedArray.FirstThatCompiles(compile, [ArrayForm.Objects], out _) is { } unwrapping)
        {
            Remember(text, ArrayForm.Objects);
            return unwrapping;
        }

        try
        {
            return compile(ArrayForm.AsIs);
        }
        catch (CSharpCompilationException) when (variables.HaveForms)
        {
            if (TypedArray.FirstThatCompiles(compile, TypedArray.Forms, out ArrayForm form) is { } cell)
            {
                Remember(text, form);
                return cell;
            }

            throw;
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _known.Clear();

    private void Remember(Text text, ArrayForm form)
    {
        if (_known.Count == Remembered)
        {
            _known.Clear();
        }

        _known[text] = form;
    }

    /// <summary>What decides the form.</summary>
    /// <param name="Code">The cell.</param>
    /// <param name="InputType">The identity of the type of its <c>Input</c>.</param>
    /// <param name="Chain">The fingerprint of the session's chain.</param>
    /// <param name="Variables">The call's variables, with arrays as they are.</param>
    internal readonly record struct Text(string Code, string? InputType, string Chain, VariableSet Variables);
}
