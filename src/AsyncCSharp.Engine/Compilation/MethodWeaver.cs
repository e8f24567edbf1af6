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
    // would spoil the lambdas of a session for good). The user's static constructors fail for good, too.
    private bool IsPlumbing => method.DeclaringType.Name.StartsWith('<')
        ? method.IsConstructor || (IsStateMachine && method.Name != "MoveNext")
        : (method.IsConstructor && method.IsStatic) || IsAutoAccessor;

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

        foreach (ExceptionHandler handler in _body.ExceptionHandlers.Where(CatchesEverything))
        {
            InsertInPlace(handler.HandlerStart, references.Catch);
        }

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

    private bool CatchesEverything(ExceptionHandler handler)
    {
        if (handler.HandlerType == ExceptionHandlerType.Filter)
        {
            return FilterTestsFor(handler, "System.Exception") || FilterTestsFor(handler, "System.Object");
        }

        if (handler.HandlerType != ExceptionHandlerType.Catch)
        {
            return false;
        }

        return handler.CatchType.FullName switch
        {
            // The outermost handler of an async method hands the exception to the builder: it must get there.
            "System.Exception" => !_isAsyncMoveNext || !GivesExceptionToBuilder(handler),

            // A finally block with an await in it is a handler of this kind too, and it keeps the exception.
            "System.Object" => !_isAsyncMoveNext || handler.HandlerStart.OpCode == OpCodes.Pop,
            _ => false,
        };
    }

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

    private static bool GivesExceptionToBuilder(ExceptionHandler handler)
    {
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
        _body.Instructions.All(i => i.OpCode.FlowControl != FlowControl.Call) ? references.Check
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
