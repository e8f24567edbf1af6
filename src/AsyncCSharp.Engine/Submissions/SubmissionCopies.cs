using System.Reflection;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>Copies the objects of a chain, whose fields are the variables of its cells.</summary>
internal static class SubmissionCopies
{
    // Names that the compiler gives begin with it: fields for the submissions before and for the globals, besides the user's own.
    private const char GeneratedMark = '<';

    private static readonly Func<object, object> s_clone =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    /// <summary>An array with copies, which refer to each other and to other globals where the objects do. Values are the same objects.</summary>
    public static object?[] Of(object?[] submissions, CellGlobals globals)
    {
        Dictionary<object, object> copies = new(ReferenceEqualityComparer.Instance);
        object?[] slots = new object?[submissions.Length];
        for (int i = 1; i < submissions.Length; i++)
        {
            if (submissions[i] is { } submission)
            {
                copies[submission] = slots[i] = s_clone(submission);
            }
        }

        foreach (object copy in copies.Values)
        {
            foreach (FieldInfo field in copy.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (!field.Name.StartsWith(GeneratedMark) || field.FieldType.IsValueType || field.GetValue(copy) is not { } value)
                {
                    continue;
                }

                if (value is CellGlobals)
                {
                    field.SetValue(copy, globals);
                }
                else if (copies.TryGetValue(value, out object? other))
                {
                    field.SetValue(copy, other);
                }
            }
        }

        return slots;
    }
}
