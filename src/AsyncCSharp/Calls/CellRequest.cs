using AsyncCSharp.Cells;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Calls;

/// <summary>What <c>Invoke-CSharpCell</c> was asked for; runs at once, or as a job.</summary>
internal sealed record CellRequest
{
    /// <summary>The session to run in.</summary>
    public required CSharpSession Session { get; init; }

    /// <summary>The cell's text.</summary>
    public required string Code { get; init; }

    /// <summary>The file that it came from, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Where relative paths start.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>What the cell sees as <c>Args</c>.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>The call's variables; null where it has none.</summary>
    public CallVariables? Variables { get; init; }

    /// <summary>What runs it, and whether AutoAwait is on.</summary>
    public required RunnerChoice Runner { get; init; }

    /// <summary>The folder that a job was started in.</summary>
    public string? JobLocation { get; init; }

    /// <summary>Whether a collection is written whole.</summary>
    public bool NoEnumerate { get; init; }

    /// <summary>Whether a trailing awaitable is left as it is.</summary>
    public bool NoAwait { get; init; }

    /// <summary>Whether the user wants verbose records of a job.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether objects come by the pipeline.</summary>
    public bool ExpectsInput { get; init; }

    /// <summary>How many objects may be under way at a time.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Whether a fan-out writes in the order of its input.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>The time that the whole may take, in seconds; 0 for any.</summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Is told the number of each object, from 0, when all that its cell gave has been written; null for nobody. On the pipeline thread.</summary>
    public Action<long>? Ended { get; init; }

    /// <summary>Whether it was handed PowerShell code that C# can call.</summary>
    public bool UsesPowerShell => Arguments.Concat(Variables?.Values.Select(v => v.Value) ?? []).Any(v => v is Delegate or System.Management.Automation.ScriptBlock);

    /// <summary>Makes the pipeline for the invocation's thread to run.</summary>
    public CellPipeline Open(CellInvocation invocation)
    {
        CallStart.TellOfFailures(Session, invocation.Output);
        invocation.Handed = CallStart.HandOver(Arguments, Variables, Session.Glance);
        invocation.Handed.IsRepeated = ExpectsInput;
        invocation.IsOfFile = Path is not null;
        CellSource source = new()
        {
            Code = Code,
            Number = invocation.TakeNumber(Code, Path),
            Path = Path,
            BaseDirectory = BaseDirectory,
            RunsOften = ExpectsInput,
            HasInput = ExpectsInput,
        };
        return new CellPipeline(invocation, source, this);
    }
}
