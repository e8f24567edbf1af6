using AsyncCSharp.Output;
using AsyncCSharp.Reading;

namespace AsyncCSharp.Kernels;

/// <summary>Puts the notebook in the place of the process's console, until it is disposed. One a process: a kernel has a process of its own.</summary>
internal sealed class KernelConsole : IDisposable
{
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _input = Console.In;

    /// <summary>Puts it there. What cells write and read is routed above it.</summary>
    public KernelConsole(InputRequests input)
    {
        ConsoleRouter.Uninstall();
        ConsoleReader.Uninstall();
        Console.SetOut(new KernelWriter(input, isError: false));
        Console.SetError(new KernelWriter(input, isError: true));
        Console.SetIn(new KernelReader(input));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ConsoleRouter.Uninstall();
        ConsoleReader.Uninstall();
        Console.SetOut(_output);
        Console.SetError(_error);
        Console.SetIn(_input);
    }
}
