using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>Inserts before an instruction what all that refers to that instruction is to begin with.</summary>
internal static class InstructionPlace
{
    /// <summary>
    /// The instruction becomes the new one and a copy of it follows: jumps, handlers and sequence points that refer to it now begin with
    /// the new one.
    /// </summary>
    public static void InsertInPlace(this MethodBody body, Instruction instruction, OpCode code, object? operand)
    {
        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = instruction.OpCode;
        copy.Operand = instruction.Operand;
        body.GetILProcessor().InsertAfter(instruction, copy);
        instruction.OpCode = code;
        instruction.Operand = operand;
    }
}
