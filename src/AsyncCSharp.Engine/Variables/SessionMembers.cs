using System.Reflection;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>Finds a session's variables and methods in the live objects of its submissions.</summary>
internal static class SessionMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The variables in scope, by name.</summary>
    public static IReadOnlyList<ScriptVariable> Variables(SubmissionChain chain)
    {
        SortedDictionary<string, ScriptVariable?> variables = new(StringComparer.Ordinal);
        foreach (object submission in Submissions(chain))
        {
            bool isRemoval = SubmissionNames.IsRemoval(submission.GetType().Name);
            foreach (FieldInfo field in submission.GetType().GetFields(Declared).Where(IsVariable))
            {
                _ = variables.TryAdd(field.Name, isRemoval ? null : new ScriptVariable(submission, field));
            }
        }

        return [.. variables.Values.OfType<ScriptVariable>()];
    }

    /// <summary>The newest variable of that name, or null.</summary>
    public static ScriptVariable? FindVariable(SubmissionChain chain, string name) => VariablesNamed(chain, name).FirstOrDefault();

    /// <summary>All variables of that name, newest first. C# sees the first one; code of earlier cells goes on with theirs.</summary>
    public static IEnumerable<ScriptVariable> VariablesNamed(SubmissionChain chain, string name)
    {
        foreach (object submission in Submissions(chain))
        {
            if (submission.GetType().GetField(name, Declared) is { } field && IsVariable(field))
            {
                if (SubmissionNames.IsRemoval(submission.GetType().Name))
                {
                    yield break;
                }

                yield return new ScriptVariable(submission, field);
            }
        }
    }

    /// <summary>The newest method of that name that takes a cell, as a runner; or null.</summary>
    public static Func<CellContext, object?>? FindRunnerMethod(SubmissionChain chain, string name)
    {
        foreach (object submission in Submissions(chain))
        {
            MethodInfo? method = submission.GetType().GetMethods(Declared).FirstOrDefault(
                m => m.Name.Equals(name, StringComparison.Ordinal) && m.GetParameters() is [{ ParameterType: var type }] && type == typeof(CellContext));
            if (method is null)
            {
                continue;
            }

            object? target = method.IsStatic ? null : submission;
            return method.ReturnType.IsValueType
                ? cell => method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [cell], null)
                : method.CreateDelegate<Func<CellContext, object?>>(target);
        }

        return null;
    }

    /// <summary>The newest type of that name that a cell declares (<c>Outer.Inner</c> for one inside of another), or null.</summary>
    public static Type? FindType(SubmissionChain chain, string name)
    {
        string[] parts = name.Split('.', '+');
        foreach (object submission in Submissions(chain))
        {
            Type? type = submission.GetType();
            foreach (string part in parts)
            {
                type = type?.GetNestedType(part, Declared);
            }

            if (type is not null)
            {
                return type;
            }
        }

        return null;
    }

    // A call's variables are not the session's.
    private static IEnumerable<object> Submissions(SubmissionChain chain) =>
        chain.SubmissionsFromNewest().Where(s => !SubmissionNames.IsOfCall(s.GetType().Name));

    // Roslyn's own fields have names that C# cannot write.
    private static bool IsVariable(FieldInfo field) => !field.Name.Contains('<', StringComparison.Ordinal);
}
