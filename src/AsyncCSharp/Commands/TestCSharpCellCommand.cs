using System.Management.Automation;
using AsyncCSharp.Calls;
using AsyncCSharp.Contract;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Showing;

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
    [Lines]
    [ArgumentCompleter(typeof(CodeCompleter))]
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
            Test(session, new CellSource { Code = Code, BaseDirectory = CurrentFolder }, isOne: !MyInvocation.ExpectingInput);
            return;
        }

        bool isOne = !MyInvocation.ExpectingInput && Path is [var path] && !WildcardPattern.ContainsWildcardCharacters(path);
        foreach (string file in Path.SelectMany(p => isOne || IsThere(p) ? ResolveFiles(p) : []))
        {
            Test(session, new CellSource { Code = ReadFile(file), Path = file, BaseDirectory = System.IO.Path.GetDirectoryName(file) }, isOne);
        }
    }

    // What is wrong with one of several is no reason to leave out the rest.
    private bool IsThere(string path)
    {
        bool isThere = WildcardPattern.ContainsWildcardCharacters(path) || File.Exists(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
        if (!isThere)
        {
            WriteError(Errors.PathNotFound(path));
        }

        return isThere;
    }

    private void Test(CSharpSession session, CellSource source, bool isOne)
    {
        string target = source.Path ?? source.Code;
        SessionException? failure = null;
        CellTestResult? result;
        using (SessionHold hold = EnterSession(session, target))
        using (PackageReport report = new(new CmdletOutput(this)))
        {
            source = source with { Number = session.CellsRun + 1 };
            result = Guarded(() => TestOr(isOne ? null : e => failure = e, hold.OpenScript(StopToken, report), source), target);
        }

        if (failure is null)
        {
            WriteObject(result?.Path is null ? result : OfFile(result));
        }
        else
        {
            WriteError(Placed(Errors.FromSession(failure, target)));
        }
    }

    // With the name of a type that has a view of its own.
    private static PSObject OfFile(CellTestResult result)
    {
        PSObject shown = new(result);
        shown.TypeNames.Insert(0, ViewDefinitions.TestOfFile);
        return shown;
    }

    // What it asks for may not be there.
    private CellTestResult? TestOr(Action<SessionException>? fail, IScriptSession script, CellSource source)
    {
        try
        {
            return Test(script, source);
        }
        catch (SessionException e) when (fail is not null)
        {
            fail(e);
            return null;
        }
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
