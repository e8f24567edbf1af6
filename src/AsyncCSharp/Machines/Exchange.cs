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

    /// <summary>Is sent when there are no more objects.</summary>
    public const string End = "end";

    /// <summary>What runs on a machine: says what is there, and where that fits does the work.</summary>
    public const string Script = """
        param($Setup)
        $module = Get-Module AsyncCSharp
        if (-not $module) { $module = Import-Module AsyncCSharp -RequiredVersion $Setup.Version -PassThru -ErrorAction Ignore }
        if (-not $module) { $module = Get-Module AsyncCSharp -ListAvailable -ErrorAction Ignore | Select-Object -First 1 }
        @{ Edition = "$($PSVersionTable.PSEdition)"; Shell = "$($PSVersionTable.PSVersion)"; Module = "$(@($module)[0].Version)" }
        if ("$(@($module)[0].Version)" -ne $Setup.Version) { return }
        $type = [AsyncCSharp.CSharpSession].Assembly.GetType('AsyncCSharp.Commands.InvokeCSharpCellPartCommand')
        try { & ([Management.Automation.CmdletInfo]::new('Invoke-CSharpCellPart', $type)) -Setup $Setup -Source $input } catch { throw }
        """;
}
