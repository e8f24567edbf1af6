using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Makes a class of the structure that holds the state of a cell's top level. Over a structure the runtime compiles the
/// method builder, its box and what they call anew for each cell, optimised to the full (there is no tiering in
/// collectible assemblies): two thirds of the time that a new asynchronous cell spends in the just-in-time compiler. Over
/// a class there is one such code for all. It costs an allocation in each run of a cell; the user's own asynchronous
/// methods and lambdas may run often, and stay as they are.
/// </summary>
internal static class InitializerReshaper
{
    private const string Initializer = "<Initialize>";
    private const string Factory = "<Factory>";

    /// <summary>Reshapes the cell's own state machine; a module where it does not look as the compiler makes it stays as it is.</summary>
    /// <param name="module">The cell's module.</param>
    /// <param name="className">The submission's class.</param>
    /// <param name="runsOften">Whether all of it is to be optimised.</param>
    public static void Reshape(ModuleDefinition module, string className, bool runsOften)
    {
        if (module.GetType(className) is not { } submission
            || submission.Methods.FirstOrDefault(m => m.Name == Initializer) is not { HasBody: true } initializer
            || FindMachine(module, className) is not { IsValueType: true } machine
            || machine.Methods.FirstOrDefault(m => m.Name == "MoveNext") is not { } moveNext
            || submission.Methods.FirstOrDefault(m => m is { IsConstructor: true, IsStatic: false }) is not { } submissionConstructor
            || FindBaseCall(submissionConstructor, module) is not { } baseConstructor
            || initializer.Body.Variables.FirstOrDefault(v => v.VariableType == machine) is not { } local)
        {
            return;
        }

        machine.BaseType = module.TypeSystem.Object;
        machine.IsAutoLayout = true;
        MethodDefinition constructor = AddConstructor(machine, baseConstructor);
        ReshapeInitializer(initializer.Body, local, constructor);
        ReshapeMoveNext(moveNext.Body, machine);
        if (runsOften)
        {
            return;
        }

        MethodDefinition[] factories = [.. submission.Methods.Where(m => m is { Name: Factory, HasBody: true })];
        foreach (MethodDefinition factory in factories)
        {
            FactoryFiller.Fill(factory, initializer);
        }

        foreach (MethodDefinition once in new[] { submissionConstructor, initializer, constructor }.Concat(factories))
        {
            LeaveUnoptimized(once);
        }

        if (moveNext.Body.BackwardTargets().Count == 0)
        {
            LeaveUnoptimized(moveNext);
        }
    }

    /// <summary>The state machine of a cell's top level; null where there is none.</summary>
    /// <param name="module">The cell's module.</param>
    /// <param name="className">The submission's class.</param>
    public static TypeDefinition? FindMachine(ModuleDefinition module, string className) =>
        module.GetType(className)?.NestedTypes.FirstOrDefault(t => t.Name.StartsWith($"<{Initializer}>", StringComparison.Ordinal));

    // Optimising costs more than it gives in code that runs once: three quarters of what was left in the just-in-time
    // compiler. Any other program's code runs unoptimised at first, too.
    private static void LeaveUnoptimized(MethodDefinition method)
    {
        method.NoOptimization = true;
        method.NoInlining = true;
    }

    private static MethodReference? FindBaseCall(MethodDefinition constructor, ModuleDefinition module) => constructor.Body.Instructions
        .Select(i => i.Operand)
        .OfType<MethodReference>()
        .FirstOrDefault(m => m.Name == ".ctor" && m.DeclaringType.FullName == module.TypeSystem.Object.FullName);

    private static MethodDefinition AddConstructor(TypeDefinition machine, MethodReference baseConstructor)
    {
        const MethodAttributes Attributes =
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        MethodDefinition constructor = new(".ctor", Attributes, machine.Module.TypeSystem.Void);
        ILProcessor il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, baseConstructor);
        il.Emit(OpCodes.Ret);
        machine.Methods.Add(constructor);
        return constructor;
    }

    // The local becomes a reference: made first, loaded as it is, and by its address only where the builder starts it.
    private static void ReshapeInitializer(MethodBody body, VariableDefinition local, MethodDefinition constructor)
    {
        body.SimplifyMacros();
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.OpCode == OpCodes.Ldloca && instruction.Operand == local && instruction.Next.Operand is not MethodReference { Name: "Start" })
            {
                instruction.OpCode = OpCodes.Ldloc;
            }
        }

        ILProcessor il = body.GetILProcessor();
        Instruction first = body.Instructions[0];
        il.InsertBefore(first, Instruction.Create(OpCodes.Newobj, constructor));
        il.InsertBefore(first, Instruction.Create(OpCodes.Stloc, local));
        body.OptimizeMacros();
    }

    // "this" is a reference already, and awaits want the address of one.
    private static void ReshapeMoveNext(MethodBody body, TypeDefinition machine)
    {
        body.SimplifyMacros();
        VariableDefinition self = new(machine);
        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            if (instruction.Operand is GenericInstanceMethod { Name: "AwaitUnsafeOnCompleted" or "AwaitOnCompleted" } call
                && call.GenericArguments[^1] == machine)
            {
                ILProcessor il = body.GetILProcessor();
                il.InsertBefore(instruction, Instruction.Create(OpCodes.Stloc, self));
                il.InsertBefore(instruction, Instruction.Create(OpCodes.Ldloca, self));
            }
        }

        body.Variables.Add(self);
        body.OptimizeMacros();
    }
}
