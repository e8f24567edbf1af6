using System.Management.Automation;
using AsyncCSharp.Calls;
using AsyncCSharp.Contract;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Compiles a cell without running it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CSharpCell", DefaultParameterSetName = CodeSet)]
[OutputType(typeof(CellTestResult))]
public sealed class TestCSharpCellCommand : CompilingCommand
{
    private const string CodeSet = "Code";
    private const string PathSet = "Path";

    /// <summary>The cell's text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = CodeSet)]
    [AllowEmptyString]
    public string Code { get; set; } = "";

    /// <summary>Script files to test, with wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession session = ResolveSession(Session);
        if (ParameterSetName == CodeSet)
        {
            WriteObject(Test(session, new CellSource { Code = Code, BaseDirectory = CurrentFolder }));
            return;
        }

        foreach (string file in Path.SelectMany(ResolveFiles))
        {
            WriteObject(Test(session, new CellSource { Code = ReadFile(file), Path = file, BaseDirectory = System.IO.Path.GetDirectoryName(file) }));
        }
    }

    private CellTestResult Test(CSharpSession session, CellSource source)
    {
        using SessionHold hold = EnterSession(session, source.Path ?? source.Code);
        using PackageReport report = new(new CmdletOutput(this));
        source = source with { Number = session.CellsRun + 1 };
        return Guarded(() => Test(hold.OpenScript(StopToken, report), source), source.Path ?? source.Code);
    }

    // As it would be run: a script has arguments, though none are known here.
    private CellTestResult Test(IScriptSession script, CellSource source)
    {
        CellTestResult? first = null;
        try
        {
            return new CallScope(source.Path is null ? null : source.Code, [], null).Compile(TestWith);
        }
        catch (CSharpCompilationException)
        {
            return first!;
        }

        CellTestResult TestWith(CallVariables? variables)
        {
            CellTestResult result = script.Test(source, variables, StopToken);
            first ??= result;
            return result.IsValid ? result : throw new CSharpCompilationException(result.Diagnostics);
        }
    }
}
