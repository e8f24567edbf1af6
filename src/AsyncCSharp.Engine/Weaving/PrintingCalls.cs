using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Naming;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Calls in a compiled cell behind which text may be on its way to the console: of what prints, of what calls back, and of
/// any library that is not the framework.
/// </summary>
internal static class PrintingCalls
{
    private static readonly string[] s_delegates = ["Action", "Func", "Predicate", "Comparison", "Converter"];

    /// <summary>Whether the instruction is such a call.</summary>
    public static bool Contain(Instruction instruction)
    {
        if (instruction.OpCode.Code is not (Code.Call or Code.Callvirt or Code.Newobj)
            || instruction.Operand is not MethodReference { DeclaringType: not ArrayType } called)
        {
            return false;
        }

        TypeReference type = called.DeclaringType.GetElementType();

        // Cells have checks of their own, and what the module offers to them takes its text along.
        return type.Scope is AssemblyNameReference library && !IsOwn(library.Name)
            && (!FrameworkFiles.Has(library.Name) || (instruction.OpCode.Code != Code.Newobj && (Prints(type) || CallsBack(called, type))));
    }

    private static bool IsOwn(string library) =>
        library == typeof(PrintHooks).Assembly.GetName().Name || library.StartsWith(SubmissionNames.AssemblyPrefix, StringComparison.Ordinal);

    private static bool Prints(TypeReference type) =>
        type.Name.EndsWith("Writer", StringComparison.Ordinal) || type.FullName == "System.Console";

    private static bool CallsBack(MethodReference called, TypeReference type) =>
        called.Name is "Invoke" or "DynamicInvoke" || (called.Name == "MoveNext" && type.Name.StartsWith("IEnumerator", StringComparison.Ordinal))
        || called.Parameters.Any(p => IsDelegate(p.ParameterType.GetElementType().Name));

    // By their names: what is referred to is not loaded here.
    private static bool IsDelegate(string type) =>
        s_delegates.Any(d => type == d || (type.StartsWith(d, StringComparison.Ordinal) && type[d.Length] == '`'))
        || type.EndsWith("Callback", StringComparison.Ordinal) || type.EndsWith("Handler", StringComparison.Ordinal);
}
