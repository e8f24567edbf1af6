using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PwshHost;

/// <summary>The host object that scripts see as <c>$Host</c>.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface _ui = new();
    private readonly Stack<PromptLoop> _nested = new();

    /// <summary>Makes a prompt for when a command asks for a nested one.</summary>
    public Func<PromptLoop>? NestedPrompt { get; set; }

    /// <summary>Gets whether a command waits for a prompt of its own to be left.</summary>
    public bool IsNested => _nested.Count > 0;

    /// <summary>Gets the code that a script gave to <c>exit</c>, or null while none has.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    // Scripts ask for this name to find out whether they run in a console.
    public override string Name => "ConsoleHost";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = typeof(PSObject).Assembly.GetName().Version!;

    public override void EnterNestedPrompt()
    {
        PromptLoop loop = NestedPrompt?.Invoke() ?? throw new NotSupportedException("There is no session to ask in.");
        _nested.Push(loop);
        try
        {
            _ = loop.Run();
        }
        finally
        {
            _ = _nested.Pop();
        }
    }

    public override void ExitNestedPrompt()
    {
        if (_nested.TryPeek(out PromptLoop? loop))
        {
            loop.End();
        }
    }

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
