using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>Declares variables of a session for values that come from PowerShell.</summary>
/// <param name="references">What the session refers to.</param>
/// <param name="units">Its way to the compiler.</param>
/// <param name="load">Loads code that cells are to refer to.</param>
internal sealed class DeclaredVariables(SessionReferences references, CellUnits units, Func<EmittedCell, Assembly> load)
{
    // Told by its name, which C# cannot write, from the class of a cell: what a cell declares keeps its type.
    private const string ClassPrefix = ScriptVariable.DeclaredPrefix;
    private const string RemovedPrefix = "Removed#";

    /// <summary>Whether a submission's class is that of such a variable.</summary>
    public static bool IsOwner(Type type) => type.Name.StartsWith(ClassPrefix, StringComparison.Ordinal);

    /// <summary>Whether a submission's class only says that variables of earlier ones are no longer there.</summary>
    public static bool IsRemoval(Type type) => IsRemoval(type.Name);

    /// <summary>The same, by the name of the class.</summary>
    public static bool IsRemoval(string className) => className.StartsWith(RemovedPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Gives the chain in which the variables are no longer there. Code that was compiled with them goes on with what they are then: null,
    /// or the default of their types.
    /// </summary>
    /// <remarks>A submission cannot be taken out of a chain. So another one has the names, which C# finds first and refuses to use.</remarks>
    public SubmissionChain Remove(SubmissionChain chain, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        string code = string.Concat(names.Select(name => VariableDeclaration.RemovalCode(name, Strings.VariableRemoved)));
        SubmissionChain before = chain with { NextClassName = $"{RemovedPrefix}{chain.NextSlot}" };
        CellUnit unit = units.Of(new CellSource { Code = code }, before, hidesInput: true, cancellationToken)[0];
        Type declaring = load(unit.Emitted).GetType(unit.Emitted.ClassName, throwOnError: true)!;
        foreach (ScriptVariable variable in names.SelectMany(name => SessionMembers.VariablesNamed(chain, name)).Where(v => !v.IsReadOnly))
        {
            variable.Value = variable.Type.IsValueType ? RuntimeHelpers.GetUninitializedObject(variable.Type) : null;
        }

        return new SubmissionChain(unit.Submission, [.. chain.Slots, RuntimeHelpers.GetUninitializedObject(declaring)], unit.Emitted.Name);
    }

    /// <summary>Sets a variable, and gives the chain with the declaration where one was needed.</summary>
    public SubmissionChain Set(SubmissionChain chain, string name, object? value, CancellationToken cancellationToken)
    {
        bool isSet = false;
        bool isFirst = true;
        foreach (ScriptVariable known in SessionMembers.VariablesNamed(chain, name))
        {
            bool isOfCell = !IsOwner(known.Owner);
            if (isOfCell && !isFirst)
            {
                break;
            }

            // Of those that were declared for earlier values each has code that was compiled with it.
            if (!known.IsReadOnly && VariableDeclaration.Fits(known.Type, value))
            {
                isSet |= isFirst && (isOfCell || VariableDeclaration.IsMeantFor(known, value));
                known.Value = value;
            }

            if (isOfCell)
            {
                break;
            }

            isFirst = false;
        }

        return isSet ? chain : Declare(chain, name, value, cancellationToken);
    }

    private SubmissionChain Declare(SubmissionChain chain, string name, object? value, CancellationToken cancellationToken)
    {
        if (value is not null)
        {
            references.Add(value.GetType());
        }

        foreach (string type in VariableDeclaration.TypesFor(value))
        {
            CellUnit unit;
            try
            {
                SubmissionChain before = chain with { NextClassName = $"{ClassPrefix}{chain.NextSlot}" };
                unit = units.Of(new CellSource { Code = VariableDeclaration.Code(name, type) }, before, hidesInput: true, cancellationToken)[0];
            }
            catch (CSharpCompilationException)
            {
                // The name means something else here, or is not to be had: the next candidate is more general.
                continue;
            }

            Type declaring = load(unit.Emitted).GetType(unit.Emitted.ClassName, throwOnError: true)!;
            SubmissionChain declared = new(unit.Submission, [.. chain.Slots, RuntimeHelpers.GetUninitializedObject(declaring)], unit.Emitted.Name);
            if (SessionMembers.FindVariable(declared, name) is { } variable && VariableDeclaration.Fits(variable.Type, value))
            {
                variable.Value = value;
                return declared;
            }
        }

        return chain;
    }
}
