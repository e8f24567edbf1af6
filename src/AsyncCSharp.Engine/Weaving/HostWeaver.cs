using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Has a method of a cell tell of a .NET host (an ASP.NET Core application, a service) that it is about to start or to wait for, so that a stop
/// of the cell is one of the host, and no other Ctrl+C is: <see cref="HostHooks"/>. Its own call takes no token.
/// </summary>
internal sealed class HostWeaver(MethodBody body, StopCheckReferences references)
{
    /// <summary>Weaves.</summary>
    public void Weave()
    {
        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            if (instruction.OpCode.FlowControl != FlowControl.Call || instruction.Operand is not MethodReference called)
            {
                continue;
            }

            if (Waits(called))
            {
                WeaveCall(instruction, called, references.RunsHost);
            }
            else if (Starts(called))
            {
                WeaveCall(instruction, called, references.StartsHost);
            }
            else if (BuildsAndWaits(called))
            {
                // The token is on top.
                body.InsertInPlace(instruction, OpCodes.Call, references.UntilStopped(called.Parameters[^1].ParameterType));
            }
        }
    }

    private static bool Waits(MethodReference called) => called.Name is "Run" or "RunAsync" or "WaitForShutdown" or "WaitForShutdownAsync"
        && called.DeclaringType.FullName is "Microsoft.AspNetCore.Builder.WebApplication" or "Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions"
        && (called.HasThis || called.Parameters.Count > 0);

    private static bool Starts(MethodReference called) => called.Name is "Start" or "StartAsync"
        && called.DeclaringType.FullName is "Microsoft.AspNetCore.Builder.WebApplication" or "Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions" or "Microsoft.Extensions.Hosting.IHost"
        && (called.HasThis || called.Parameters.Count > 0);

    private static bool BuildsAndWaits(MethodReference called) =>
        called is { Name: "RunConsoleAsync", DeclaringType.FullName: "Microsoft.Extensions.Hosting.HostingHostBuilderExtensions", Parameters: [.., { ParameterType.FullName: "System.Threading.CancellationToken" }] };

    // The host is beneath the arguments, which are put aside for a moment.
    private void WeaveCall(Instruction call, MethodReference called, MethodReference hook)
    {
        VariableDefinition[] arguments = [.. called.Parameters.Skip(called.HasThis ? 0 : 1).Select(p => new VariableDefinition(p.ParameterType))];
        List<(OpCode OpCode, object? Operand)> added = [];
        foreach (VariableDefinition argument in arguments)
        {
            body.Variables.Add(argument);
            added.Insert(0, (OpCodes.Stloc, argument));
        }

        added.Add((OpCodes.Dup, null));
        added.Add((OpCodes.Call, hook));
        added.AddRange(arguments.Select(argument => (OpCodes.Ldloc, (object?)argument)));
        foreach ((OpCode opCode, object? operand) in Enumerable.Reverse(added))
        {
            body.InsertInPlace(call, opCode, operand);
        }
    }
}
