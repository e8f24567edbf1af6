using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>
/// The variables of all calls that were given the same names and types: a submission of fields and nothing else. As it refers to nothing
/// of the session's chain, it is compiled once and stands before each cell that such a call runs, wherever that is in the chain.
/// </summary>
internal sealed class VariableSet
{
    private readonly CellSubmission _submission;
    private readonly CompilationScope _scope;
    private readonly Type _type;
    private readonly FieldInfo[] _fields;
    private (CompiledChain Before, CompiledChain With) _latest;

    /// <summary>Makes one.</summary>
    /// <param name="submission">What the declarations were compiled to.</param>
    /// <param name="scope">What they were compiled with.</param>
    /// <param name="assembly">The loaded code.</param>
    /// <param name="names">The names, in the order in which values come.</param>
    public VariableSet(CellSubmission submission, CompilationScope scope, Assembly assembly, IReadOnlyList<string> names)
    {
        _submission = submission;
        _scope = scope;
        _type = assembly.GetType(SubmissionNames.CallVariables, throwOnError: true)!;
        _fields = [.. names.Select(name => _type.GetField(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!)];
    }

    /// <summary>The chain that the declarations are compiled after: the session's, or an empty one where they need nothing of it.</summary>
    public static CompiledChain Before(CompiledChain? chain)
    {
        chain ??= CompiledChain.Empty;
        return new CompiledChain(chain.Last, chain.NextSlot, $"{chain.Fingerprint}|{SubmissionNames.CallVariables}") { NextClassName = SubmissionNames.CallVariables };
    }

    /// <summary>Whether its variables can hold the values.</summary>
    public bool Fits(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            if (!VariableDeclaration.Fits(_fields[i].FieldType, values[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The variable's field, or null.</summary>
    public FieldInfo? FieldOf(string name) => Array.Find(_fields, f => f.Name == name);

    /// <summary>The variables of one call.</summary>
    public LiveVariables Make(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        // Nothing of it is to be initialised, and its own constructor wants a place in a chain.
        object instance = RuntimeHelpers.GetUninitializedObject(_type);
        for (int i = 0; i < _fields.Length; i++)
        {
            _fields[i].SetValue(instance, values[i].Value);
        }

        return new LiveVariables(this, instance);
    }

    /// <summary>The chain that a cell with such variables is compiled after.</summary>
    public CompiledChain After(CompiledChain chain)
    {
        if (ReferenceEquals(_latest.Before, chain))
        {
            return _latest.With;
        }

        SubmissionView view = CellBuilder.Later(_submission.Code, new CompilationRequest(_submission.Text, chain, _scope));
        CompiledChain with = chain.With(view, $"{chain.Fingerprint}|{_submission.Emitted.Name}") with
        {
            Lasting = CellBuilder.Lasting(view, chain),
            VariablesSlot = chain.NextSlot,
        };
        _latest = (chain, with);
        return with;
    }
}
