using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>Weaves the checks into one method.</summary>
internal sealed class MethodWeaver(MethodDefinition method, StopCheckReferences references)
{
    private readonly MethodBody _body = method.Body;
    private readonly bool _isAsyncMoveNext = method.Name == "MoveNext"
        && method.DeclaringType.Interfaces.Any(i => i.InterfaceType.FullName == "System.Runtime.CompilerServices.IAsyncStateMachine");

    // What the compiler made around the user's code, and the runtime calls where nobody expects an exception: a state
    // machine's own methods but MoveNext, and the constructors of its classes (one that fails in a static constructor
    // would spoil the lambdas of a session for good).
    private bool IsPlumbing => method.DeclaringType.Name.StartsWith('<')
        ? method.IsConstructor || (IsStateMachine && method.Name != "MoveNext")
        : IsAutoAccessor;

    private bool IsStateMachine => method.DeclaringType.Fields.Any(f => f.Name == "<>1__state");

    private bool IsAutoAccessor => (method.IsGetter || method.IsSetter)
        && method.CustomAttributes.Any(a => a.AttributeType.Name == nameof(System.Runtime.CompilerServices.CompilerGeneratedAttribute));

    /// <summary>Weaves.</summary>
    public void Weave()
    {
        _body.SimplifyMacros();
        LineWeaver? lines = IsPlumbing ? null : LineWeaver.Begin(method, references);
        new HostWeaver(_body, references).Weave();
        new ConsoleWeaver(_body, references).Weave();
        foreach (Instruction target in _body.BackwardTargets())
        {
            InsertInPlace(target, references.Check);
        }

        WeaveCalls();
        WeaveHandlers(lines);
        if (!_isAsyncMoveNext)
        {
            lines?.Wrap();
        }

        if (_isAsyncMoveNext)
        {
            WeaveAwaits();
        }
        else if (method is { IsConstructor: true, IsStatic: true, DeclaringType: var type } && !type.Name.StartsWith('<'))
        {
            WeaveStaticConstructor();
        }
        else if (!IsPlumbing)
        {
            InsertEnter();
        }

        _body.OptimizeMacros();
    }

    private void WeaveHandlers(LineWeaver? lines)
    {
        HandlerWeaver weaver = new(_body, references, lines);
        foreach (ExceptionHandler handler in _body.ExceptionHandlers.ToArray())
        {
            if (IsBuilders(handler))
            {
                if (IsAsyncIterator)
                {
                    // Callers use no method of an async iterator that has a check. An exception that is thrown here gets to whoever awaits.
                    InsertInPlace(handler.TryStart, references.EnterIterator);
                }

                weaver.WeaveBuilders(handler);
                continue;
            }

            // A handler that stands for a finally block with an await in it throws again behind the handler.
            if (IsFinally(handler))
            {
                continue;
            }

            if (CatchesEverything(handler))
            {
                // The exception is on the stack, and stays there for the handler.
                InsertInPlace(handler.HandlerStart, references.Catch);
                _body.InsertInPlace(handler.HandlerStart, OpCodes.Dup, null);
            }

            weaver.Weave(handler);
        }
    }

    private void WeaveCalls()
    {
        foreach (Instruction instruction in _body.Instructions.ToArray())
        {
            if (instruction.OpCode.FlowControl == FlowControl.Call && instruction.Operand is MethodReference called && WrappingCalls.Contain(called))
            {
                // What comes behind the call is inserted first: inserting before it makes the call a copy, which follows.
                VariableDefinition entered = AddEntered();
                InsertLeave(instruction, entered);
                Instruction first = instruction.Previous is { OpCode.OpCodeType: OpCodeType.Prefix } prefix ? prefix : instruction;
                InsertInPlace(first, references.EnterWrapping);
                _body.GetILProcessor().InsertAfter(first, Instruction.Create(OpCodes.Stloc, entered));
            }
        }
    }

    private VariableDefinition AddEntered()
    {
        VariableDefinition entered = new(method.Module.TypeSystem.UIntPtr);
        _body.Variables.Add(entered);
        return entered;
    }

    private void InsertLeave(Instruction behind, VariableDefinition entered)
    {
        ILProcessor processor = _body.GetILProcessor();
        Instruction load = Instruction.Create(OpCodes.Ldloc, entered);
        processor.InsertAfter(behind, load);
        processor.InsertAfter(load, Instruction.Create(OpCodes.Call, references.LeaveWrapping));
    }

    // What comes out of a static constructor the runtime throws again, at each level.
    private void WeaveStaticConstructor()
    {
        VariableDefinition entered = AddEntered();
        foreach (Instruction end in _body.Instructions.Where(i => i.OpCode == OpCodes.Ret).ToArray())
        {
            // Jumps to the return have to come by here, too: it becomes an empty instruction, and a new return follows.
            end.OpCode = OpCodes.Nop;
            Instruction copy = Instruction.Create(OpCodes.Ret);
            _body.GetILProcessor().InsertAfter(end, copy);
            InsertLeave(end, entered);
        }

        Instruction first = _body.Instructions[0];
        _body.GetILProcessor().InsertBefore(first, Instruction.Create(OpCodes.Call, references.EnterWrapping));
        _body.GetILProcessor().InsertBefore(first, Instruction.Create(OpCodes.Stloc, entered));
    }

    private bool IsAsyncIterator => method.DeclaringType.Fields.Any(f => f.Name == "<>v__promiseOfValueOrEnd");

    private bool IsFinally(ExceptionHandler handler) =>
        _isAsyncMoveNext && handler.CatchType?.FullName == "System.Object" && handler.HandlerStart.OpCode != OpCodes.Pop;

    private static bool CatchesEverything(ExceptionHandler handler) => handler.HandlerType == ExceptionHandlerType.Filter
        ? handler.FilterStart.OpCode != OpCodes.Isinst || ((TypeReference)handler.FilterStart.Operand).FullName is "System.Exception" or "System.Object"
        : handler.CatchType?.FullName is "System.Exception" or "System.Object";

    // The outermost handler of an async method hands the exception to the builder: it must get there. The compiler lists
    // handlers from the inside out.
    private bool IsBuilders(ExceptionHandler handler) => _isAsyncMoveNext && handler == _body.ExceptionHandlers[^1] && handler.CatchType?.FullName == "System.Exception";

    private void WeaveAwaits()
    {
        foreach (Instruction instruction in _body.Instructions.ToArray())
        {
            if (instruction.Operand is not MethodReference called)
            {
                continue;
            }

            if (called is { Name: "GetResult", HasThis: true, Parameters.Count: 0 })
            {
                InsertInPlace(instruction, references.Resume);
            }
            else if (references.Await(called) is { } stoppable)
            {
                instruction.OpCode = OpCodes.Call;
                instruction.Operand = stoppable;
            }
        }
    }

    // A method that calls nothing cannot be part of a recursion.
    private MethodReference EntryCheck =>
        method.Overrides.Any(o => o is { Name: "Finalize", DeclaringType.FullName: "System.Object" }) ? references.EnterFinalizer
        : _body.Instructions.All(i => i.OpCode.FlowControl != FlowControl.Call) ? references.Check
        : method.CustomAttributes.Any(a => a.AttributeType.Name == nameof(System.Runtime.CompilerServices.AsyncStateMachineAttribute)) ? references.EnterAsync
        : references.Enter;

    private void InsertEnter()
    {
        Instruction first = _body.Instructions[0];
        Instruction enter = Instruction.Create(OpCodes.Call, EntryCheck);
        _body.GetILProcessor().InsertBefore(first, enter);

        // So that the frame of a recursion that went too deep has its line.
        if (method.DebugInformation.GetSequencePoint(first) is { Document: not null } point)
        {
            method.DebugInformation.SequencePoints.Insert(0, point.At(enter));
        }
    }

    private void InsertInPlace(Instruction instruction, MethodReference check) => _body.InsertInPlace(instruction, OpCodes.Call, check);
}
