using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>What the weavers ask of compiled code.</summary>
internal static class MethodBodies
{
    /// <summary>
    /// Where jumps go to that lead to where the code has been before: each is a loop, "leave" out of a try block included.
    /// </summary>
    public static IReadOnlyList<Instruction> BackwardTargets(this MethodBody body)
    {
        Dictionary<Instruction, int> places = [];
        foreach (Instruction instruction in body.Instructions)
        {
            places[instruction] = places.Count;
        }

        List<Instruction> targets = [];
        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target when places[target] <= places[instruction]:
                    targets.Add(target);
                    break;
                case Instruction[] cases:
                    targets.AddRange(cases.Where(t => places[t] <= places[instruction]));
                    break;
                default:
                    break;
            }
        }

        return [.. targets.Distinct()];
    }

    /// <summary>The same lines for another instruction.</summary>
    public static SequencePoint At(this SequencePoint point, Instruction instruction) => new(instruction, point.Document)
    {
        StartLine = point.StartLine,
        StartColumn = point.StartColumn,
        EndLine = point.EndLine,
        EndColumn = point.EndColumn,
    };
}
