using System.Reflection;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>
/// The variable sets of one session, each compiled once. What is in it is loaded into the session's context and stays as long as that
/// does. Calls come one at a time: from who has the session's gate.
/// </summary>
/// <param name="references">What the session refers to.</param>
/// <param name="compiler">Its way to the compiler.</param>
/// <param name="load">Loads code that cells are to refer to.</param>
internal sealed class VariableSets(SessionReferences references, SubmissionSource compiler, Func<EmittedAssembly, Assembly> load)
{
    // By what they were compiled with. A scope's fingerprint is too long to be read at every call: most have the scope of the last one.
    private readonly Dictionary<string, Dictionary<Key, VariableSet?>> _byScope = new(StringComparer.Ordinal);
    private (CompilationScope? Scope, Dictionary<Key, VariableSet?> Sets) _latest = (null, []);

    // The sets of the current scope; null stands for declarations that do not compile.
    private Dictionary<Key, VariableSet?> Sets
    {
        get
        {
            CompilationScope scope = references.Scope;
            if (!ReferenceEquals(_latest.Scope, scope))
            {
                if (!_byScope.TryGetValue(scope.Fingerprint, out Dictionary<Key, VariableSet?>? sets))
                {
                    _byScope[scope.Fingerprint] = sets = [];
                }

                _latest = (scope, sets);
            }

            return _latest.Sets;
        }
    }

    /// <summary>The variables of a call, with the types that its values have now.</summary>
    /// <param name="variables">The call's.</param>
    /// <param name="form">As what its untyped arrays are seen.</param>
    /// <param name="chain">The session's chain, for the types that it declares.</param>
    /// <param name="cancellationToken">Breaks a compilation off.</param>
    public LiveVariables LiveFor(CallVariables variables, ArrayForm form, CompiledChain chain, CancellationToken cancellationToken)
    {
        LiveVariables? live = (LiveVariables?)variables.Live[(int)form];
        IReadOnlyList<KeyValuePair<string, object?>> values =
            live is null ? variables.In(form) : [.. variables.Values.Select(v => KeyValuePair.Create(v.Key, live[v.Key]))];
        VariableSet set = SetFor(values, chain, cancellationToken);
        if (live?.Set != set)
        {
            variables.Live[(int)form] = live = set.Make(values);
        }

        return live;
    }

    /// <summary>The type of a value, if a cell can mean that very type by a name; null if not.</summary>
    public Type? TypeFor(string name, object value, CompiledChain chain, CancellationToken cancellationToken)
    {
        Type? named = SetFor([KeyValuePair.Create(name, (object?)value)], chain, cancellationToken).FieldOf(name)?.FieldType;
        return named == value.GetType() ? named : null;
    }

    /// <summary>Lets go of all of them.</summary>
    public void Clear()
    {
        _byScope.Clear();
        _latest = (null, []);
    }

    private VariableSet SetFor(IReadOnlyList<KeyValuePair<string, object?>> values, CompiledChain chain, CancellationToken cancellationToken)
    {
        string[] types = [.. values.Select(v => VariableDeclaration.TypesFor(v.Value)[0])];
        if (Sets.TryGetValue(KeyOf(values, types, chain), out VariableSet? known) && known?.Fits(values) == true)
        {
            return known;
        }

        foreach ((_, object? value) in values)
        {
            if (value is not null)
            {
                references.Add(value.GetType());
            }
        }

        if (Get(values, types, chain, cancellationToken) is { } set && set.Fits(values))
        {
            return set;
        }

        // The name of a type means another here, or is not to be had: each variable by itself, as exact as can be.
        for (int i = 0; i < types.Length; i++)
        {
            KeyValuePair<string, object?>[] one = [values[i]];
            types[i] = VariableDeclaration.TypesFor(values[i].Value).First(type => Get(one, [type], chain, cancellationToken)?.Fits(one) == true);
        }

        return Get(values, types, chain, cancellationToken)!;
    }

    private VariableSet? Get(IReadOnlyList<KeyValuePair<string, object?>> values, string[] types, CompiledChain chain, CancellationToken cancellationToken)
    {
        Key key = KeyOf(values, types, chain);
        if (Sets.TryGetValue(key, out VariableSet? known))
        {
            return known;
        }

        CompilationScope scope = references.Scope;
        try
        {
            CompiledChain before = VariableSet.Before(key.Chain is null ? null : chain);
            CellSubmission submission = compiler.Of(new CellText { Code = key.Code, HidesInput = true }, before, cancellationToken)[0];
            known = new VariableSet(submission, scope, load(submission.Emitted), [.. values.Select(v => v.Key)]);
        }
        catch (CSharpCompilationException)
        {
            known = null;
        }

        return Sets[key] = known;
    }

    // Only what has a type of the session's own depends on the chain.
    private static Key KeyOf(IReadOnlyList<KeyValuePair<string, object?>> values, string[] types, CompiledChain chain) => new(
        string.Concat(values.Select((v, i) => VariableDeclaration.Code(v.Key, types[i]))),
        types.Any(TypeNames.IsOfSession) ? chain.Fingerprint : null);

    private readonly record struct Key(string Code, string? Chain);
}
