using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using AsyncCSharp.Interop;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Has a key of the shell's prompt run the line as C#.</summary>
[Cmdlet(VerbsCommon.Set, "CSharpKeyHandler")]
[OutputType(typeof(void))]
public sealed class SetCSharpKeyHandlerCommand : SessionCommand
{
    /// <summary>The keys, as for <c>Set-PSReadLineKeyHandler</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Key")]
    [ValidateNotNullOrEmpty]
    public string[] Chord { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A profile is for scripts too, and those have no keys.
        if (EditorAssembly.OfShell is null && !InteractiveProcess.IsAtTerminal)
        {
            return;
        }

        ShellLine line = State.Of<ShellLine>();
        line.IsComplete = static text => EngineLoadContext.Engine.IsComplete(text);
        foreach (string chord in Chord)
        {
            try
            {
                if (!line.TryBind([chord]))
                {
                    ThrowTerminatingError(Errors.LineEditorNotFound());
                }
            }
            catch (ArgumentException e)
            {
                ThrowTerminatingError(Errors.InvalidChord(chord, e.Message));
            }
        }
    }
}
