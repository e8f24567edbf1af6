using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace PwshHost;

/// <summary>Runs one pipeline at a time with its output on the console; Ctrl+C stops it and not the process.</summary>
internal sealed class StatementRunner : IDisposable
{
    private readonly Runspace _runspace;
    private readonly PosixSignalRegistration _interrupt;
    private readonly Lock _gate = new();
    private Pipeline? _running;

    public StatementRunner(Runspace runspace)
    {
        _runspace = runspace;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
    }

    /// <summary>Runs a script text; false means that an exception ended it, which has been shown.</summary>
    /// <remarks>Only a pipeline that goes to the history leaves its <c>$?</c> behind.</remarks>
    public bool RunText(string text, bool feedInput) =>
        Run(_runspace.CreatePipeline(text, addToHistory: true), feedInput);

    /// <summary>Runs a text at a nested prompt, on the thread of the command that opened it; false as in <see cref="RunText"/>.</summary>
    public bool RunNested(string text) => Run(_runspace.CreateNestedPipeline(text, addToHistory: true), feedInput: false);

    /// <summary>Runs a command, such as a script file; false as in <see cref="RunText"/>.</summary>
    public bool RunCommand(Command command, bool feedInput)
    {
        Pipeline pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        return Run(pipeline, feedInput);
    }

    public void Dispose() => _interrupt.Dispose();

    private bool Run(Pipeline pipeline, bool feedInput)
    {
        try
        {
            // Errors travel with the output to Out-Default, which puts both on the console in order.
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            Execute(pipeline, feedInput);
            return true;
        }
        catch (PipelineStoppedException)
        {
            return true;
        }
        catch (Exception exception)
        {
            Report(exception);
            return false;
        }
    }

    private void Execute(Pipeline pipeline, bool feedInput)
    {
        using (pipeline)
        {
            pipeline.Commands.Add("Out-Default");
            Pipeline? outer;
            lock (_gate)
            {
                outer = _running;
                _running = pipeline;
            }

            try
            {
                if (pipeline.IsNested)
                {
                    _ = pipeline.Invoke();
                    return;
                }

                Task ended = PipelineEnd.Of(pipeline);
                pipeline.InvokeAsync();
                if (feedInput && Console.IsInputRedirected)
                {
                    StandardInput.FeedInBackground(pipeline.Input);
                }
                else
                {
                    pipeline.Input.Close();
                }

                ended.GetAwaiter().GetResult();
            }
            finally
            {
                lock (_gate)
                {
                    _running = outer;
                }
            }
        }
    }

    private void Report(Exception exception)
    {
        try
        {
            PSObject error = new(RecordOf(exception));
            EngineInternals.MarkAsError(error);
            Pipeline pipeline = _running is null ? _runspace.CreatePipeline() : _runspace.CreateNestedPipeline();
            pipeline.Input.Write(error);
            Execute(pipeline, feedInput: false);
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(exception);
            Console.Error.WriteLine($"The error above could not be formatted: {failure}");
        }
    }

    private static ErrorRecord RecordOf(Exception exception) => exception switch
    {
        // Its own record has no position, and the view of parser errors shows nothing at all without one.
        IncompleteParseException => new ErrorRecord(exception, "IncompleteParse", ErrorCategory.SyntaxError, null),
        IContainsErrorRecord container => container.ErrorRecord,
        _ => new ErrorRecord(exception, "PwshHost.ReportException", ErrorCategory.NotSpecified, null),
    };

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            _running?.StopAsync();
        }
    }
}
