using AsyncCSharp.Interop;

namespace AsyncCSharp.Editing;

/// <summary>Which editor the prompts of a runspace have. One a runspace, which has it from <c>RunspaceSessions</c>.</summary>
internal sealed class EditorChoice
{
    private const string Variable = "ASYNCCSHARP_EDITOR";

    /// <summary>Whether something is shown below a text while it is typed: not with <c>$env:ASYNCCSHARP_EDITOR = 'quiet'</c>.</summary>
    public static bool HasHints => !string.Equals(Environment.GetEnvironmentVariable(Variable), "quiet", StringComparison.OrdinalIgnoreCase);

    private CellEditor? _editor;
    private bool _wasTried;

    /// <summary>
    /// The editor, loaded on the first call; null where lines are read by the host's own means: at no terminal, where nobody is to be asked, without
    /// PSReadLine, and with <c>$env:ASYNCCSHARP_EDITOR = 'plain'</c>.
    /// </summary>
    public CellEditor? Editor
    {
        get
        {
            if (!InteractiveProcess.IsAtTerminal || string.Equals(Environment.GetEnvironmentVariable(Variable), "plain", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            if (!_wasTried)
            {
                _wasTried = true;
                _editor = CellEditor.Create();
            }

            return _editor;
        }
    }
}
