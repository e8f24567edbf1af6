using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Finds methods with instructions whose failure the runtime reports at a wrong line, or at none. There each instruction that may fail has to
/// have its line kept: what was kept last would be taken for it.
/// </summary>
internal static class SilentFailures
{
    /// <summary>All instructions that may fail, each with the statement that it is part of; none for a method whose failures are all reported right.</summary>
    public static IReadOnlyList<(Instruction Instruction, SequencePoint Statement)> In(MethodDefinition method)
    {
        if (!method.DebugInformation.HasSequencePoints)
        {
            return [];
        }

        Dictionary<int, SequencePoint> points = [];
        foreach (SequencePoint point in method.DebugInformation.SequencePoints)
        {
            points[point.Offset] = point;
        }

        Dictionary<Instruction, int> depths = StackDepths.Of(method.Body);
        HashSet<SequencePoint> merged = Merged(method.Body, points, depths);
        List<(Instruction, SequencePoint)> found = [];
        bool isAnySilent = false;
        SequencePoint? statement = null;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (points.TryGetValue(instruction.Offset, out SequencePoint? point))
            {
                statement = point.IsHidden ? statement : point;
            }

            bool isShared = IsShared(instruction);
            if (statement is not null && (isShared || MayFail(instruction)))
            {
                found.Add((instruction, statement));
                isAnySilent |= isShared || merged.Contains(statement);
            }
        }

        return isAnySilent ? found : [];
    }

    // A statement that goes on with what another has left on the stack is one with that for the just-in-time compiler: the variable between
    // them was optimised away.
    private static HashSet<SequencePoint> Merged(MethodBody body, Dictionary<int, SequencePoint> points, Dictionary<Instruction, int> depths)
    {
        HashSet<SequencePoint> merged = [];
        SequencePoint? before = null;
        foreach (Instruction instruction in body.Instructions)
        {
            if (points.TryGetValue(instruction.Offset, out SequencePoint? point) && !point.IsHidden)
            {
                if (before is not null && depths[instruction] > 0)
                {
                    _ = merged.Add(before);
                    _ = merged.Add(point);
                }

                before = point;
            }
        }

        return merged;
    }

    // What fails there goes to a place that all such instructions of the method share.
    private static bool IsShared(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldelema or (>= Code.Ldelem_I1 and <= Code.Ldelem_Ref) or (>= Code.Stelem_I and <= Code.Stelem_Ref) or Code.Ldelem_Any or Code.Stelem_Any => true,
        Code.Call or Code.Callvirt => instruction.Operand is MethodReference { Name: "get_Item" or "get_Chars", DeclaringType: { Namespace: "System", Name: "Span`1" or "ReadOnlySpan`1" or "String" } },
        Code.Ckfinite => true,
        var code => code.ToString().Contains("Ovf", StringComparison.Ordinal),
    };

    private static bool MayFail(Instruction instruction) => instruction.OpCode.Code is Code.Ldfld or Code.Ldflda or Code.Stfld or Code.Callvirt or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un
        or Code.Castclass or Code.Unbox or Code.Unbox_Any or Code.Ldlen or Code.Ldobj or Code.Stobj or Code.Newarr or Code.Ldvirtftn or Code.Throw
        or (>= Code.Ldind_I1 and <= Code.Stind_R8) or Code.Stind_I;
}
