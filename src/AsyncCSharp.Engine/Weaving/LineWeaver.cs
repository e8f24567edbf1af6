using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>Has a method keep the line of what may fail where the runtime does not tell, and say it when it does: <see cref="LineHooks"/>.</summary>
internal sealed class LineWeaver
{
    private readonly MethodBody _body;
    private readonly StopCheckReferences _references;
    private readonly VariableDefinition _line;
    private readonly string _document;

    private LineWeaver(MethodBody body, StopCheckReferences references, string document)
    {
        _body = body;
        _references = references;
        _line = new VariableDefinition(body.Method.Module.TypeSystem.Int32);
        char[] name = document.ToCharArray();
        Array.Reverse(name);
        _document = new string(name);
        body.Variables.Add(_line);
        body.InitLocals = true;
    }

    /// <summary>Keeps the lines; null for a method where nothing fails in that way.</summary>
    public static LineWeaver? Begin(MethodDefinition method, StopCheckReferences references)
    {
        IReadOnlyList<(Instruction Instruction, SequencePoint Statement)> places = SilentFailures.In(method);
        if (places.Count == 0)
        {
            return null;
        }

        // So that it has a frame of its own, by which it is told from what it calls.
        method.NoInlining = true;
        LineWeaver weaver = new(method.Body, references, places[0].Statement.Document.Url);
        HashSet<Instruction> targets = [.. method.Body.Instructions.SelectMany(i => i.Operand switch { Instruction one => [one], Instruction[] several => several, _ => Array.Empty<Instruction>() })];
        Instruction? last = null;
        int kept = 0;
        foreach ((Instruction instruction, SequencePoint statement) in places)
        {
            if (kept != statement.StartLine || weaver.MayComeOtherwise(last!, instruction, targets))
            {
                kept = statement.StartLine;
                last = weaver.Keep(instruction, kept);
            }
            else
            {
                last = instruction;
            }
        }

        return weaver;
    }

    /// <summary>Has a filter say the line first: the exception is on the stack, and stays there.</summary>
    public void Tell(Instruction filter)
    {
        foreach (Instruction added in Telling().Reverse())
        {
            _body.InsertInPlace(filter, added.OpCode, added.Operand);
        }
    }

    /// <summary>What says the line of the exception on the stack.</summary>
    public IEnumerable<Instruction> Telling() =>
        [Instruction.Create(OpCodes.Ldloc, _line), Instruction.Create(OpCodes.Ldstr, _document), Instruction.Create(OpCodes.Call, _references.NoteLine)];

    /// <summary>Puts the method into a try block whose filter says the line, and takes nothing.</summary>
    public void Wrap()
    {
        ILProcessor processor = _body.GetILProcessor();
        Instruction[] returns = [.. _body.Instructions.Where(i => i.OpCode == OpCodes.Ret)];
        bool hasResult = _body.Method.ReturnType.MetadataType != MetadataType.Void;
        VariableDefinition? result = hasResult && returns.Length > 0 ? new VariableDefinition(_body.Method.ReturnType) : null;
        Instruction end = Instruction.Create(OpCodes.Ret);
        Instruction outside = result is null ? end : Instruction.Create(OpCodes.Ldloc, result);
        if (result is not null)
        {
            _body.Variables.Add(result);
        }

        foreach (Instruction instruction in returns)
        {
            Instruction leave = Instruction.Create(OpCodes.Leave, outside);
            if (result is null)
            {
                (instruction.OpCode, instruction.Operand) = (leave.OpCode, leave.Operand);
            }
            else
            {
                (instruction.OpCode, instruction.Operand) = (OpCodes.Stloc, result);
                processor.InsertAfter(instruction, leave);
            }
        }

        Instruction start = _body.Instructions[0];
        Instruction[] filter = [.. Telling(), Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldc_I4_0), Instruction.Create(OpCodes.Endfilter)];
        Instruction[] handler = [Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Rethrow)];
        foreach (Instruction added in filter.Concat(handler))
        {
            processor.Append(added);
        }

        // A handler that ended with the method ends there.
        foreach (ExceptionHandler other in _body.ExceptionHandlers)
        {
            other.HandlerEnd ??= filter[0];
        }

        if (returns.Length > 0)
        {
            processor.Append(outside);
            if (outside != end)
            {
                processor.Append(end);
            }
        }

        _body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Filter)
        {
            TryStart = start,
            TryEnd = filter[0],
            FilterStart = filter[0],
            HandlerStart = handler[0],
            HandlerEnd = returns.Length > 0 ? outside : null,
        });
    }

    // Whether code between two places jumps, or is jumped to: then the line there may be another.
    private bool MayComeOtherwise(Instruction from, Instruction to, HashSet<Instruction> targets)
    {
        for (Instruction? instruction = from; instruction is not null; instruction = instruction.Next)
        {
            if (instruction != from && targets.Contains(instruction))
            {
                return true;
            }

            if (instruction == to)
            {
                return false;
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw
                || _body.ExceptionHandlers.Any(h => h.HandlerStart == instruction || h.FilterStart == instruction))
            {
                return true;
            }
        }

        return true;
    }

    // Gives where the instruction is from now on.
    private Instruction Keep(Instruction instruction, int line)
    {
        Instruction first = instruction.Previous is { OpCode.OpCodeType: OpCodeType.Prefix } prefix ? prefix : instruction;
        _body.InsertInPlace(first, OpCodes.Stloc, _line);
        _body.InsertInPlace(first, OpCodes.Ldc_I4, line);
        return first;
    }
}
