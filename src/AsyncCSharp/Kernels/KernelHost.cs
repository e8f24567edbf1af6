using System.Globalization;
using System.Management.Automation.Host;

namespace AsyncCSharp.Kernels;

/// <summary>The host of the runspace in which the cells of a kernel run: what is written to it is in the notebook.</summary>
internal sealed class KernelHost(InputRequests input) : PSHost
{
    private readonly KernelUI _ui = new(input);

    /// <summary>What <c>exit</c> was called with since it was last asked; null where it was not.</summary>
    public int? ExitCode { get; set; }

    /// <inheritdoc/>
    public override string Name => "AsyncCSharp kernel";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(KernelHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException(Strings.KernelNoPrompt);

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException(Strings.KernelNoPrompt);

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
