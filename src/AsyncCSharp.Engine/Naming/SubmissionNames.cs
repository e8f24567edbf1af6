namespace AsyncCSharp.Engine.Naming;

/// <summary>
/// The names of what a session's texts are compiled to. C# cannot write those with a number sign, so that no text means such a class; by
/// its name it is told, without the compiler, from the class of a cell.
/// </summary>
internal static class SubmissionNames
{
    /// <summary>
    /// The prefix of the classes that Roslyn puts a cell's members into. A name that any language can write: it is part of the names of
    /// the types that cells declare, and serializers generate code from these.
    /// </summary>
    public const string ClassPrefix = "Submission_";

    /// <summary>The prefix of the assemblies that cells are compiled to.</summary>
    public const string AssemblyPrefix = CellAssembly.Prefix;

    /// <summary>The prefix of the libraries of types that stand beside cells.</summary>
    public const string LibraryPrefix = AssemblyPrefix + "types-";

    /// <summary>What the names begin with that things have in order that no text can mean them: C# cannot write it.</summary>
    public const string Hidden = "$";

    /// <summary>The class of the variables of a call.</summary>
    public const string CallVariables = "Variables#";

    /// <summary>The prefix of the classes that declare a variable for a value that comes from PowerShell.</summary>
    public const string DeclaredPrefix = ScriptVariable.DeclaredPrefix;

    /// <summary>The prefix of the classes that only say that variables of earlier submissions are no longer there.</summary>
    public const string RemovedPrefix = "Removed#";

    /// <summary>What comes behind the name of a submission's class in that of the namespace which has its extension classes.</summary>
    public const string ExtensionsSuffix = "_Extensions";

    /// <summary>Whether a namespace is one for the extension classes of a submission.</summary>
    public static bool IsOfExtensions(string space) => space.EndsWith(ExtensionsSuffix, StringComparison.Ordinal) && space.StartsWith(ClassPrefix, StringComparison.Ordinal);

    /// <summary>Whether a submission's class holds the variables of a call.</summary>
    public static bool IsOfCall(string className) => className == CallVariables;

    /// <summary>Whether a submission's class declares a variable for a value that comes from PowerShell.</summary>
    public static bool IsDeclared(string className) => className.StartsWith(DeclaredPrefix, StringComparison.Ordinal);

    /// <summary>Whether a submission's class says that variables of earlier ones are no longer there.</summary>
    public static bool IsRemoval(string className) => className.StartsWith(RemovedPrefix, StringComparison.Ordinal);
}
