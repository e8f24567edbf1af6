using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Engine;

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
        foreach (Instruction target in _body.BackwardTargets())
        {
            InsertInPlace(target, references.Check);
        }

        WeaveCalls();
        WeaveHandlers();
        if (_isAsyncMoveNext)
        {
            WeaveAwaits();
        }
        else if (!IsPlumbing)
        {
            InsertEnter();
        }

        _body.OptimizeMacros();
    }

    private void WeaveHandlers()
    {
        HandlerWeaver weaver = new(_body, references);
        foreach (ExceptionHandler handler in _body.ExceptionHandlers.ToArray())
        {
            if (_isAsyncMoveNext && GivesExceptionToBuilder(handler))
            {
                if (IsAsyncIterator)
                {
                    // Nobody calls a method of it that has a check. In here an exception gets to whoever awaits.
                    InsertInPlace(handler.TryStart, references.EnterIterator);
                }

                continue;
            }

            // One that stands for a finally block with an await in it throws again where it has left the handler.
            if (IsFinally(handler))
            {
                continue;
            }

            if (CatchesEverything(handler))
            {
                InsertInPlace(handler.HandlerStart, references.Catch);
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
                InsertInPlace(instruction.Previous is { OpCode.OpCodeType: OpCodeType.Prefix } prefix ? prefix : instruction, references.EnterWrapping);
            }
        }
    }

    private bool IsAsyncIterator => method.DeclaringType.Fields.Any(f => f.Name == "<>v__promiseOfValueOrEnd");

    private bool IsFinally(ExceptionHandler handler) =>
        _isAsyncMoveNext && handler.CatchType?.FullName == "System.Object" && handler.HandlerStart.OpCode != OpCodes.Pop;

    private static bool CatchesEverything(ExceptionHandler handler) => handler.HandlerType == ExceptionHandlerType.Filter
        ? FilterTestsFor(handler, "System.Exception") || FilterTestsFor(handler, "System.Object")
        : handler.CatchType?.FullName is "System.Exception" or "System.Object";

    private static bool FilterTestsFor(ExceptionHandler handler, string type)
    {
        for (Instruction? i = handler.FilterStart; i is not null && i != handler.HandlerStart; i = i.Next)
        {
            if (i.OpCode == OpCodes.Isinst)
            {
                return ((TypeReference)i.Operand).FullName == type;
            }
        }

        return false;
    }

    // The outermost handler of an async method hands the exception to the builder: it must get there.
    private static bool GivesExceptionToBuilder(ExceptionHandler handler)
    {
        if (handler.CatchType?.FullName != "System.Exception")
        {
            return false;
        }

        for (Instruction? i = handler.HandlerStart; i is not null && i != handler.HandlerEnd; i = i.Next)
        {
            if (i.Operand is MethodReference { Name: "SetException" } called && called.DeclaringType.Namespace.StartsWith("System.", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

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
        method is { IsConstructor: true, IsStatic: true } ? references.EnterWrapping
        : method is { Name: "Finalize", IsVirtual: true, HasParameters: false } ? references.EnterFinalizer
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

    // The instruction becomes the call and a copy of it follows: jumps, handlers and sequence points that refer to it
    // now begin with the call.
    private void InsertInPlace(Instruction instruction, MethodReference check)
    {
        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = instruction.OpCode;
        copy.Operand = instruction.Operand;
        _body.GetILProcessor().InsertAfter(instruction, copy);
        instruction.OpCode = OpCodes.Call;
        instruction.Operand = check;
    }
}
