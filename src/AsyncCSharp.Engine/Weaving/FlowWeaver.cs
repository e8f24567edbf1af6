using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>Has a cell say what its execution context is at its end: <see cref="FlowHooks"/>.</summary>
internal static class FlowWeaver
{
    /// <summary>Weaves the cell's own state machine; a module where it does not look as the compiler makes it stays as it is.</summary>
    /// <param name="module">The cell's module.</param>
    /// <param name="className">The submission's class.</param>
    /// <param name="references">What it calls.</param>
    public static void Weave(ModuleDefinition module, string className, StopCheckReferences references)
    {
        if (InitializerReshaper.FindMachine(module, className)?.Methods.FirstOrDefault(m => m.Name == "MoveNext") is not { } moveNext)
        {
            return;
        }

        moveNext.Body.SimplifyMacros();
        foreach (Instruction end in moveNext.Body.Instructions.Where(EndsMethod).ToArray())
        {
            moveNext.Body.GetILProcessor().InsertBefore(end, Instruction.Create(OpCodes.Call, references.LeaveFlow));
        }

        moveNext.Body.OptimizeMacros();
    }

    private static bool EndsMethod(Instruction instruction) =>
        instruction.Operand is MethodReference { Name: "SetResult" or "SetException", DeclaringType: { Namespace: "System.Runtime.CompilerServices", Name: "AsyncTaskMethodBuilder`1" } };
}
