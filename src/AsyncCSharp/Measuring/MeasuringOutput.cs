using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Output;

namespace AsyncCSharp.Measuring;

/// <summary>
/// The streams of a cell that is measured: what its first execution writes is shown, apart from objects; of the
/// repetitions nothing is.
/// </summary>
internal sealed class MeasuringOutput(ICellOutput output) : ICellOutput
{
    /// <summary>Whether the first execution is over.</summary>
    public bool IsMuted { get; set; }

    public PSVariableIntrinsics Variables => output.Variables;

    public PathIntrinsics Paths => output.Paths;

    public bool OwnsScripts => output.OwnsScripts;

    public bool AllowsStandIn => output.AllowsStandIn;

    public GivenValues Given => output.Given;

    public bool IsEarlyEnd => output.IsEarlyEnd;

    public void EnterRunspace() => output.EnterRunspace();

    public object? InPipeline(Func<object?> code) => output.InPipeline(code);

    public PowerShell CreateShell() => output.CreateShell();

    public ScriptStreams StreamsForScripts(Action<Action> forward) => output.StreamsForScripts(write =>
    {
        if (!IsMuted)
        {
            forward(write);
        }
    });

    public void WriteObject(object? value, bool enumerate)
    {
        // What is measured is time; a value would be there thousands of times.
    }

    public void WriteError(ErrorRecord error)
    {
        if (!IsMuted)
        {
            output.WriteError(error);
        }
    }

    public void WriteWarning(string message, string? id = null)
    {
        if (!IsMuted)
        {
            output.WriteWarning(message, id);
        }
    }

    public void WriteVerbose(string message)
    {
        if (!IsMuted)
        {
            output.WriteVerbose(message);
        }
    }

    public void Tell(Func<string> message)
    {
        if (!IsMuted)
        {
            output.Tell(message);
        }
    }

    public void WriteDebug(string message)
    {
        if (!IsMuted)
        {
            output.WriteDebug(message);
        }
    }

    public void WriteInformation(object message, string[] tags)
    {
        if (!IsMuted)
        {
            output.WriteInformation(message, tags);
        }
    }

    public void WriteProgress(ProgressRecord progress)
    {
        if (!IsMuted)
        {
            output.WriteProgress(progress);
        }
    }
}
