using System.Management.Automation;
using System.Management.Automation.Language;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Typing;

/// <summary>
/// Has the shell's own completion give C# where C# is typed: the function that all hosts ask (<c>TabExpansion2</c>) asks us first, and what was there
/// for all the rest. One a runspace, which has it from <c>RunspaceSessions</c>; set at an import where somebody sits at a prompt.
/// </summary>
internal sealed class ShellCompletion
{
    private const string Name = "TabExpansion2";
    private const string Path = $"function:global:{Name}";

    // The parameters of PowerShell's own function.
    private const string Body = """
        [CmdletBinding(DefaultParameterSetName = 'ScriptInputSet')]
        [OutputType([System.Management.Automation.CommandCompletion])]
        param(
            [Parameter(ParameterSetName = 'ScriptInputSet', Mandatory = $true, Position = 0)]
            [AllowEmptyString()]
            [string] $inputScript,

            [Parameter(ParameterSetName = 'ScriptInputSet', Position = 1)]
            [int] $cursorColumn = $inputScript.Length,

            [Parameter(ParameterSetName = 'AstInputSet', Mandatory = $true, Position = 0)]
            [System.Management.Automation.Language.Ast] $ast,

            [Parameter(ParameterSetName = 'AstInputSet', Mandatory = $true, Position = 1)]
            [System.Management.Automation.Language.Token[]] $tokens,

            [Parameter(ParameterSetName = 'AstInputSet', Mandatory = $true, Position = 2)]
            [System.Management.Automation.Language.IScriptPosition] $positionOfCursor,

            [Parameter(ParameterSetName = 'ScriptInputSet', Position = 2)]
            [Parameter(ParameterSetName = 'AstInputSet', Position = 3)]
            [Hashtable] $options = $null
        )

        $found = if ($ast) { $complete.Invoke($ast, $null, $positionOfCursor.Offset) } else { $complete.Invoke($null, $inputScript, $cursorColumn) }
        if ($found) { $found } else { & $before @PSBoundParameters }
        """;

    private ScriptBlock? _before;
    private ScriptBlock? _own;

    /// <summary>Puts it before the shell's. Does nothing where there is no such function.</summary>
    public void Set()
    {
        if (_own is not null || CurrentShell.Intrinsics is not { } shell || Find(shell) is not { } before)
        {
            return;
        }

        // What it uses is in a module of its own: as variables of the shell's they would be seen there.
        PSModuleInfo module = new(linkToGlobal: false);
        module.SessionState.PSVariable.Set("complete", (Func<Ast?, string?, int, CommandCompletion?>)Complete);
        module.SessionState.PSVariable.Set("before", before);
        Put(shell, module.NewBoundScriptBlock(ScriptBlock.Create(Body)));
        (_before, _own) = (before, Find(shell));
    }

    /// <summary>Puts the shell's back, where nobody has put another one before ours.</summary>
    public void Remove()
    {
        if (_own is not null && _before is not null && CurrentShell.Intrinsics is { } shell && Find(shell) == _own)
        {
            Put(shell, _before);
        }

        (_before, _own) = (null, null);
    }

    private static CommandCompletion? Complete(Ast? script, string? text, int offset) =>
        ScriptCompletion.Complete(script ?? Parser.ParseInput(text, out _, out _), offset);

    private static ScriptBlock? Find(EngineIntrinsics shell) =>
        shell.InvokeCommand.GetCommands(Name, CommandTypes.Function, nameIsPattern: false).OfType<FunctionInfo>().FirstOrDefault()?.ScriptBlock;

    private static void Put(EngineIntrinsics shell, ScriptBlock body) => _ = shell.InvokeProvider.Item.Set([Path], body, force: true, literalPath: true);
}
