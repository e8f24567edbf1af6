namespace AsyncCSharp.Machines;

/// <summary>What the two sides of a call over machines have agreed on. Both are of one version of the module.</summary>
internal static class Exchange
{
    /// <summary>How many answers may be under way that nobody has taken yet.</summary>
    public const int AnswersUnderWay = 8;

    /// <summary>How many objects travel together at most.</summary>
    public const int LargestBatch = 100;

    /// <summary>How many bytes a batch is to have at most; one object may have more.</summary>
    public const int LargestBatchSize = 256 * 1024;

    /// <summary>How many objects a machine may have at hand.</summary>
    public const int LargestWindow = 2048;

    /// <summary>How many bytes a machine may have at hand; one object may have more.</summary>
    public const int LargestWindowSize = 4 * 1024 * 1024;

    /// <summary>How many answers are told of together that have been taken: half of those that may be under way, so that none waits for it.</summary>
    public const int AnswersTogether = AnswersUnderWay / 2;

    /// <summary>Comes first, when the work there begins.</summary>
    public const string Ready = "ready";

    /// <summary>Is sent when there are no more objects.</summary>
    public const string End = "end";

    /// <summary>What runs on a machine: does the work, or says what is there where that does not fit. It runs in the session's own scope, as a
    /// script at the prompt does, so it has no variables. What the session prefers about errors, warnings and the like is no matter of the call: the
    /// shell that asks decides what becomes of them.</summary>
    public const string Script = """
        & {
            param($setup)
            Set-StrictMode -Off
            $PSDefaultParameterValues = @{}
            $module = Microsoft.PowerShell.Core\Get-Module AsyncCSharp
            if (-not $module) { $module = Microsoft.PowerShell.Core\Import-Module AsyncCSharp -RequiredVersion $setup.Version -PassThru -ErrorAction Ignore }
            $listed = if (-not $module) { Microsoft.PowerShell.Core\Get-Module AsyncCSharp -ListAvailable -ErrorAction Ignore }
            $version = "$((@($module) + @($listed))[0].Version)"
            $setup.Fits = $version -eq $setup.Version -and $PSVersionTable.PSEdition -eq 'Core' -and ("$($PSVersionTable.PSVersion)" -replace '-.*' -as [version]) -ge [version]'7.6'
            if (-not $setup.Fits) { @{ Edition = "$($PSVersionTable.PSEdition)"; Shell = "$($PSVersionTable.PSVersion)"; Module = $version } }
            elseif ($listed) { Microsoft.PowerShell.Core\Import-Module AsyncCSharp -RequiredVersion $version -ErrorAction Stop }
        } $args[0]
        if ($args[0]['Fits']) {
            try {
                & ([Management.Automation.CmdletInfo]::new('Invoke-CSharpCellPart', [AsyncCSharp.CSharpSession].Assembly.GetType('AsyncCSharp.Commands.InvokeCSharpCellPartCommand'))) `
                    -Setup $args[0] -Source $input -ErrorAction Continue -WarningAction Continue -InformationAction SilentlyContinue -Verbose:$args[0].IsVerbose -Debug:$args[0].IsDebug
            } catch { throw }
        }
        """;
}
