using AsyncCSharp.Reading;

namespace AsyncCSharp.Kernels;

/// <summary>Stands in <c>Console.In</c> of a kernel's process: whoever reads asks the user of the notebook.</summary>
internal sealed class KernelReader(InputRequests input) : SourceReader
{
    /// <inheritdoc/>
    public override InputSource Source => input;

    /// <inheritdoc/>
    public override string ReadLine() => input.Ask(string.Empty, isSecret: false);

    /// <inheritdoc/>
    public override string ReadToEnd() => ReadLine();

    /// <inheritdoc/>
    public override int Peek() => -1;

    /// <inheritdoc/>
    public override int Read() => -1;
}
