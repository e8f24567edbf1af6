using System.Diagnostics;
using System.Reflection;
using Microsoft.Coyote.Runtime;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Schedules;

/// <summary>
/// Has an assembly call the stand-ins in the place of what the controlled scheduler does not know, or knows only roughly. What has no
/// stand-in stays, and the scheduler says so where it comes by.
/// </summary>
internal static class Substitution
{
    private static readonly Dictionary<string, Type> s_standIns = new()
    {
        [typeof(Monitor).FullName!] = typeof(ScheduledMonitor),
        [typeof(Thread).FullName!] = typeof(ScheduledThread),
        [typeof(ThreadPool).FullName!] = typeof(ScheduledPool),
        [typeof(Task).FullName!] = typeof(ScheduledTask),
        [typeof(Stopwatch).FullName!] = typeof(ScheduledClock),
        [typeof(SynchronizationContext).FullName!] = typeof(ScheduledContext),
        [typeof(ExecutionContext).FullName!] = typeof(ScheduledFlow),
    };

    // Replaced as a whole. The scheduler ends threads by an exception of the first type, and lets nobody catch that one.
    private static readonly Dictionary<string, Type> s_types = new()
    {
        [typeof(ThreadInterruptedException).FullName!] = typeof(ScheduledInterruptException),
        [typeof(Timer).FullName!] = typeof(ScheduledTimer),
    };

    /// <summary>Reads the one and writes the other, with its symbols.</summary>
    public static void Apply(string plain, string result)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(plain, new ReaderParameters { ReadSymbols = true });
        ModuleDefinition module = assembly.MainModule;
        ReplaceTypes(module);
        foreach (TypeDefinition type in module.GetTypes())
        {
            if (type.BaseType?.FullName == typeof(SynchronizationContext).FullName)
            {
                type.BaseType = module.ImportReference(typeof(ScheduledContext));
            }

            foreach (MethodDefinition method in type.Methods)
            {
                Apply(module, method);
            }
        }

        assembly.Write(result, new WriterParameters { WriteSymbols = true });
    }

    private static void Apply(ModuleDefinition module, MethodDefinition method)
    {
        if (IsAccessor(method))
        {
            MakeThrow(method);
        }

        if (!method.HasBody)
        {
            return;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference called && Find(module, called) is { } standIn)
            {
                instruction.Operand = standIn;
                instruction.OpCode = instruction.OpCode == OpCodes.Callvirt ? OpCodes.Call : instruction.OpCode;
            }
        }

        // The runtime holds a lock of its own while it runs a static constructor.
        if (!method.IsConstructor)
        {
            Interleave(module, method);
        }
    }

    // Coyote does that for the fields of objects, but not where a property is read or set.
    private static void Interleave(ModuleDefinition module, MethodDefinition method)
    {
        ILProcessor il = method.Body.GetILProcessor();
        MethodReference interleave = module.ImportReference(typeof(SchedulingPoint).GetMethod(nameof(SchedulingPoint.InterleaveMemoryAccess)));

        // Short jumps may become too short.
        method.Body.SimplifyMacros();
        foreach (Instruction instruction in method.Body.Instructions.Where(i => IsAccess(i, method)).ToArray())
        {
            Instruction first = instruction.Previous?.OpCode == OpCodes.Volatile ? instruction.Previous : instruction;
            il.InsertBefore(first, il.Create(OpCodes.Call, interleave));
        }

        method.Body.OptimizeMacros();
    }

    private static bool IsAccess(Instruction instruction, MethodDefinition method) =>
        instruction.Operand is FieldDefinition { IsInitOnly: false } field
        && (field.IsStatic
            ? (instruction.OpCode == OpCodes.Ldsfld || instruction.OpCode == OpCodes.Stsfld) && IsShared(field)
            : (instruction.OpCode == OpCodes.Ldfld || instruction.OpCode == OpCodes.Stfld) && (method.IsGetter || method.IsSetter));

    // The compiler's are for delegates that it makes once.
    private static bool IsShared(FieldDefinition field) =>
        !field.DeclaringType.Name.Contains('<') && !field.CustomAttributes.Any(a => a.AttributeType.FullName == typeof(ThreadStaticAttribute).FullName);

    private static void ReplaceTypes(ModuleDefinition module)
    {
        foreach (TypeReference type in module.GetTypeReferences())
        {
            if (s_types.TryGetValue(type.FullName, out Type? replacement))
            {
                TypeReference standIn = module.ImportReference(replacement);
                (type.Namespace, type.Name, type.Scope) = (standIn.Namespace, standIn.Name, standIn.Scope);
            }
        }
    }

    private static MethodReference? Find(ModuleDefinition module, MethodReference called)
    {
        if (!s_standIns.TryGetValue(called.DeclaringType.FullName, out Type? type))
        {
            return null;
        }

        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        MethodBase? standIn = called.Name == ".ctor"
            ? type.GetConstructors(Own).FirstOrDefault(c => !c.IsStatic)
            : type.GetMethods(Own).FirstOrDefault(m => m.Name == called.Name && Fits(m, called));
        if (standIn is null)
        {
            return null;
        }

        MethodReference reference = module.ImportReference(standIn);
        if (called is not GenericInstanceMethod generic)
        {
            return reference;
        }

        GenericInstanceMethod instance = new(reference);
        foreach (TypeReference argument in generic.GenericArguments)
        {
            instance.GenericArguments.Add(argument);
        }

        return instance;
    }

    // A method of an object is a static one here, which takes that first.
    private static bool Fits(MethodInfo standIn, MethodReference called)
    {
        int skipped = called.HasThis && standIn.IsStatic ? 1 : 0;
        System.Reflection.ParameterInfo[] parameters = standIn.GetParameters();
        return parameters.Length == called.Parameters.Count + skipped
            && standIn.IsGenericMethod == called is GenericInstanceMethod
            && called.Parameters.Zip(parameters.Skip(skipped), Fits).All(fits => fits);
    }

    private static bool Fits(ParameterDefinition called, System.Reflection.ParameterInfo standIn) =>
        standIn.ParameterType.ContainsGenericParameters || called.ParameterType.Name == standIn.ParameterType.Name;

    // Coyote cannot read a method that the runtime makes the body of. No schedule comes by there.
    private static bool IsAccessor(MethodDefinition method) => method.CustomAttributes.Any(a => a.AttributeType.Name == "UnsafeAccessorAttribute");

    private static void MakeThrow(MethodDefinition method)
    {
        method.CustomAttributes.Clear();
        method.ImplAttributes = Mono.Cecil.MethodImplAttributes.IL;
        method.Body = new Mono.Cecil.Cil.MethodBody(method);
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Throw);
    }
}
