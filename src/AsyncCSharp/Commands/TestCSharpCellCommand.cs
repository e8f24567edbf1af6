using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp.Commands;

/// <summary>Compiles a cell without running it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CSharpCell")]
[OutputType(typeof(CellTestResult))]
public sealed class TestCSharpCellCommand : CompilingCommand
{
    /// <summary>The cell's text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Code { get; set; } = "";

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WriteObject(Test(ResolveSession(Session)));
    }

    private CellTestResult Test(CSharpSession session)
    {
        using SessionHold hold = EnterSession(session, Code);
        CellSource source = new() { Code = Code, Number = session.CellsRun + 1, BaseDirectory = CurrentFolder };
        return Guarded(() => hold.OpenScript(StopToken).Test(source, StopToken), Code);
    }
}
