using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Has a method of a cell look after what it has printed, behind every call that may have (<see cref="PrintHooks"/>), wait for
/// input where it can be stopped (<see cref="CellConsole"/>), end a program without the process (<see cref="ExitHooks"/>), and be told of exceptions
/// without a stop in between (<see cref="ThrownHooks"/>).
/// </summary>
internal sealed class ConsoleWeaver(MethodBody body, StopCheckReferences references)
{
    /// <summary>Weaves.</summary>
    public void Weave()
    {
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is MethodReference called && references.InPlaceOf(called) is { } own)
            {
                instruction.Operand = own;
                if (called.HasThis && instruction.OpCode == OpCodes.Callvirt)
                {
                    instruction.OpCode = OpCodes.Call;
                }
            }
        }

        Instruction[] before = [.. body.Instructions];
        if (!before.Any(PrintingCalls.Contain))
        {
            return;
        }

        // Each insertion would look for its place from the start: minutes for a script of a hundred thousand statements.
        HashSet<Instruction> filters = Filters();
        body.Instructions.Clear();
        foreach (Instruction instruction in before)
        {
            body.Instructions.Add(instruction);
            if (PrintingCalls.Contain(instruction) && !filters.Contains(instruction))
            {
                body.Instructions.Add(Instruction.Create(OpCodes.Call, references.Printed));
            }
        }
    }

    // A filter runs while an exception is on its way through other code: nothing is written from there.
    private HashSet<Instruction> Filters()
    {
        HashSet<Instruction> filters = [];
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            for (Instruction? at = handler.FilterStart; at is not null && at != handler.HandlerStart; at = at.Next)
            {
                _ = filters.Add(at);
            }
        }

        return filters;
    }
}
