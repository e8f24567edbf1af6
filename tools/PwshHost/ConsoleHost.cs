using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PwshHost;

/// <summary>The host object that scripts see as <c>$Host</c>.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface _ui = new();

    /// <summary>Gets the code that a script gave to <c>exit</c>, or null while none has.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    // Scripts ask for this name to find out whether they run in a console.
    public override string Name => "ConsoleHost";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = typeof(PSObject).Assembly.GetName().Version!;

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("This host has no nested prompts.");

    public override void ExitNestedPrompt() =>
        throw new NotSupportedException("This host has no nested prompts.");

    public override void NotifyBeginApplication()
    {
        // A native program may write to the console as it likes: nothing here has to be put aside for it.
    }

    public override void NotifyEndApplication()
    {
        // See NotifyBeginApplication.
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
