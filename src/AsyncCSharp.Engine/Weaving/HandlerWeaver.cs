using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Has the handlers of a method ask before they catch (<see cref="StopHooks.MayCatch(object)"/>): each becomes one with a
/// filter, or its filter asks besides. A filter decides before anything is unwound, and leaves nothing on the stack.
/// </summary>
internal sealed class HandlerWeaver(MethodBody body, StopCheckReferences references, LineWeaver? lines)
{
    /// <summary>Weaves a handler that catches.</summary>
    public void Weave(ExceptionHandler handler)
    {
        if (handler.HandlerType == ExceptionHandlerType.Filter)
        {
            Instruction end = handler.HandlerStart.Previous;
            body.GetILProcessor().InsertBefore(end, Instruction.Create(OpCodes.Call, references.MayAlsoCatch));
            lines?.Tell(handler.FilterStart);
        }
        else if (handler.HandlerType == ExceptionHandlerType.Catch)
        {
            AddFilter(handler, [Instruction.Create(OpCodes.Call, references.MayCatch)]);
        }
    }

    /// <summary>Has the handler of an async method's builder say the line; it takes all.</summary>
    public void WeaveBuilders(ExceptionHandler handler)
    {
        if (lines is not null)
        {
            AddFilter(handler, [Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldc_I4_1)]);
        }
    }

    private void AddFilter(ExceptionHandler handler, Instruction[] answer)
    {
        ILProcessor processor = body.GetILProcessor();
        Instruction start = handler.HandlerStart;
        TypeReference type = handler.CatchType;
        Instruction test = Instruction.Create(OpCodes.Isinst, type);
        Instruction cast = Instruction.Create(type.IsGenericParameter ? OpCodes.Unbox_Any : OpCodes.Castclass, type);
        foreach (Instruction added in (Instruction[])[test, .. lines?.Telling() ?? [], .. answer, Instruction.Create(OpCodes.Endfilter), cast])
        {
            processor.InsertBefore(start, added);
        }

        // What ended where the handler began, its own try block and the handler before it, now ends where the filter begins.
        foreach (ExceptionHandler other in body.ExceptionHandlers)
        {
            other.TryEnd = other.TryEnd == start ? test : other.TryEnd;
            other.HandlerEnd = other.HandlerEnd == start ? test : other.HandlerEnd;
        }

        handler.HandlerType = ExceptionHandlerType.Filter;
        handler.CatchType = null;
        handler.FilterStart = test;
        handler.HandlerStart = cast;
    }
}
