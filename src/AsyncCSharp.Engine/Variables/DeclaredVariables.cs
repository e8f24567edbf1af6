using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>Declares variables of a session for values that come from PowerShell.</summary>
/// <param name="references">What the session refers to.</param>
/// <param name="compiler">Its way to the compiler.</param>
/// <param name="load">Loads code that cells are to refer to.</param>
internal sealed class DeclaredVariables(SessionReferences references, SubmissionSource compiler, Func<EmittedAssembly, Assembly> load)
{
    /// <summary>
    /// Gives the chain in which the variables are no longer there. Code that was compiled with them goes on with what they are then: null,
    /// or the default of their types.
    /// </summary>
    /// <remarks>A submission cannot be taken out of a chain. So another one has the names, which C# finds first and refuses to use.</remarks>
    public SubmissionChain Remove(SubmissionChain chain, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        string code = string.Concat(names.Select(name => VariableDeclaration.RemovalCode(name, Strings.VariableRemoved)));
        CompiledChain before = chain.Compiled with { NextClassName = $"{SubmissionNames.RemovedPrefix}{chain.NextSlot}" };
        CellSubmission submission = compiler.Of(new CellText { Code = code, HidesInput = true }, before, cancellationToken)[0];
        Type declaring = load(submission.Emitted).GetType(submission.Emitted.ClassName, throwOnError: true)!;
        foreach (ScriptVariable variable in names.SelectMany(name => SessionMembers.VariablesNamed(chain, name)).Where(v => !v.IsReadOnly))
        {
            // For a value type that is its default, which of an int? is no object at all.
            variable.Value = null;
        }

        return chain.With(submission.View, RuntimeHelpers.GetUninitializedObject(declaring), submission.Emitted.Name);
    }

    /// <summary>Sets a variable, and gives the chain with the declaration where one was needed.</summary>
    public SubmissionChain Set(SubmissionChain chain, string name, object? value, CancellationToken cancellationToken)
    {
        bool isSet = false;
        bool isFirst = true;
        foreach (ScriptVariable known in SessionMembers.VariablesNamed(chain, name))
        {
            bool isOfCell = !SubmissionNames.IsDeclared(known.Owner.Name);
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
            CellSubmission submission;
            try
            {
                CompiledChain before = chain.Compiled with { NextClassName = $"{SubmissionNames.DeclaredPrefix}{chain.NextSlot}" };
                submission = compiler.Of(new CellText { Code = VariableDeclaration.Code(name, type), HidesInput = true }, before, cancellationToken)[0];
            }
            catch (CSharpCompilationException)
            {
                // The name means something else here, or is not to be had: the next candidate is more general.
                continue;
            }

            Type declaring = load(submission.Emitted).GetType(submission.Emitted.ClassName, throwOnError: true)!;
            SubmissionChain declared = chain.With(submission.View, RuntimeHelpers.GetUninitializedObject(declaring), submission.Emitted.Name);
            if (SessionMembers.FindVariable(declared, name) is { } variable && VariableDeclaration.Fits(variable.Type, value))
            {
                variable.Value = value;
                return declared;
            }
        }

        return chain;
    }
}
