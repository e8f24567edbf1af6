using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Puts what a submission's factory calls into the factory: one of the five methods that the just-in-time compiler has to make for a new cell is
/// not called any more. It stays, since the runtime finds by it what the state machine is called in stack traces.
/// </summary>
internal static class FactoryFiller
{
    /// <summary>Fills a factory; one that does not look as the compiler makes it stays as it is.</summary>
    /// <param name="factory">Makes the submission and calls its initializer.</param>
    /// <param name="initializer">Starts the state machine.</param>
    public static void Fill(MethodDefinition factory, MethodDefinition initializer)
    {
        (MethodBody body, MethodBody from) = (factory.Body, initializer.Body);
        if (body.Instructions is not [.., { } call, { OpCode.Code: Code.Ret } end]
            || call.Operand != initializer
            || body.HasExceptionHandlers
            || from.HasExceptionHandlers
            || from.Instructions.Any(i => i.OpCode.Code == Code.Switch || (i.OpCode.Code == Code.Ret && i.Next is not null)))
        {
            return;
        }

        from.SimplifyMacros();
        body.SimplifyMacros();
        VariableDefinition self = new(initializer.DeclaringType);
        body.Variables.Add(self);
        body.InitLocals |= from.InitLocals;
        Dictionary<VariableDefinition, VariableDefinition> variables = from.Variables.ToDictionary(v => v, v => new VariableDefinition(v.VariableType));
        foreach (VariableDefinition variable in from.Variables)
        {
            body.Variables.Add(variables[variable]);
        }

        Dictionary<Instruction, Instruction> copies = from.Instructions.ToDictionary(i => i, _ => Instruction.Create(OpCodes.Nop));
        ILProcessor il = body.GetILProcessor();
        il.Replace(call, Instruction.Create(OpCodes.Stloc, self));
        il.Remove(end);
        foreach (Instruction original in from.Instructions)
        {
            Instruction copy = copies[original];
            bool isThis = original.OpCode == OpCodes.Ldarg && original.Operand == from.ThisParameter;
            copy.OpCode = isThis ? OpCodes.Ldloc : original.OpCode;
            copy.Operand = isThis ? self : original.Operand switch
            {
                VariableDefinition variable => variables[variable],
                Instruction target => copies[target],
                var other => other,
            };
            il.Append(copy);
        }

        from.OptimizeMacros();
        body.OptimizeMacros();
    }
}
