using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>How many values are on the evaluation stack before each instruction of a method.</summary>
internal static class StackDepths
{
    /// <summary>Counts them, in the order of the code, as compilers write it.</summary>
    public static Dictionary<Instruction, int> Of(MethodBody body)
    {
        Dictionary<Instruction, int> depths = [];
        foreach (ExceptionHandler handler in body.ExceptionHandlers.Where(h => h.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter))
        {
            depths[handler.HandlerStart] = 1;
            if (handler.FilterStart is not null)
            {
                depths[handler.FilterStart] = 1;
            }
        }

        int depth = 0;
        foreach (Instruction instruction in body.Instructions)
        {
            depth = depths.TryGetValue(instruction, out int known) ? known : depth;
            depths[instruction] = depth;
            depth = Math.Max(0, depth - Popped(instruction, depth, body.Method) + Pushed(instruction));
            foreach (Instruction target in instruction.Operand switch { Instruction one => [one], Instruction[] several => several, _ => Array.Empty<Instruction>() })
            {
                _ = depths.TryAdd(target, instruction.OpCode.Code is Code.Leave or Code.Leave_S ? 0 : depth);
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                depth = 0;
            }
        }

        return depths;
    }

    private static int Popped(Instruction instruction, int depth, MethodDefinition method) => instruction.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.PopAll => depth,
        StackBehaviour.Varpop when instruction.Operand is IMethodSignature called =>
            called.Parameters.Count + (called.HasThis && instruction.OpCode.Code != Code.Newobj ? 1 : 0) + (instruction.OpCode.Code == Code.Calli ? 1 : 0),
        StackBehaviour.Varpop => method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
        _ => 3,
    };

    private static int Pushed(Instruction instruction) => instruction.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => instruction.Operand is IMethodSignature { ReturnType.MetadataType: MetadataType.Void } ? 0 : 1,
        _ => 1,
    };
}
