using System.Text;
using AsyncCSharp.Loop;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Stands in <c>Console.Out</c> or <c>Console.Error</c> of a kernel's process, for what no cell writes: PowerShell, and
/// threads of libraries. It goes to the request whose cell runs, or has run last.
/// </summary>
internal sealed class KernelWriter(InputRequests input, bool isError) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (input.Current is not { } request)
        {
            return;
        }

        request.Write(value ?? string.Empty, isError);

        // Cells write under the lock of the console's writer: it is given up where their client is waited for.
        while (request.IsFull && ConsoleLock.Held is { } held)
        {
            BackPressure.Hold(request, static request => request.IsFull, held);
        }
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <inheritdoc/>
    public override void WriteLine() => Write("\n");
}
