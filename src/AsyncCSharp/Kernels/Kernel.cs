using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AsyncCSharp.Contract;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Kernels;

/// <summary>
/// A kernel of the Jupyter protocol. Requests of the shell channel are answered one after the other by the thread that calls <see cref="Run"/>;
/// those of the control channel, and what only says what the kernel is, at once by the thread that they come on.
/// </summary>
internal sealed class Kernel : IDisposable
{
    /// <summary>How long after a cell the kernel counts as idle, in milliseconds: who goes through a notebook is faster.</summary>
    private const int IdleTime = 5000;

    /// <summary>How long a cell that is stopped may take before the processes that it has started are ended, in milliseconds. Less than a client waits that ends the kernel.</summary>
    private const int ProcessTime = 500;

    private readonly BlockingCollection<KernelRequest> _queue = [];
    private readonly SpareMemory _memory = new();
    private readonly InputRequests _input = new();
    private readonly KernelOptions _options;
    private readonly KernelSockets _sockets;
    private readonly KernelRunspace _cells;
    private readonly CellRequests _runs;
    private readonly CodeQuestions _questions;
    private readonly KernelConsole _console;
    private readonly DescriptorCapture?[] _captures;
    private volatile KernelRequest? _running;
    private volatile bool _isEnding;
    private long _lastOrder;

    /// <summary>Listens. Clients can connect, and are answered from <see cref="Run"/> on.</summary>
    /// <param name="file">Where.</param>
    /// <param name="options">How it is to be.</param>
    /// <exception cref="FormatException">The file does not say where.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">A socket is not to be had.</exception>
    public Kernel(ConnectionFile file, KernelOptions options)
    {
        _cells = new KernelRunspace(new KernelHost(_input), options);
        _options = options;
        _questions = new CodeQuestions(_cells, options.First.Language);
        _console = new KernelConsole(_input);
        try
        {
            _sockets = new KernelSockets(file, Take, _input.Answer);
        }
        catch
        {
            _console.Dispose();
            _cells.Dispose();
            throw;
        }

        _input.Sockets = _sockets;
        _runs = new CellRequests(_sockets.Output, _cells, _input, options);
        _captures =
        [
            DescriptorCapture.TryOpen(1, text => _input.Current?.Write(text, isError: false), WaitForRoom),
            DescriptorCapture.TryOpen(2, text => _input.Current?.Write(text, isError: true), WaitForRoom),
        ];
    }

    /// <summary>Is told that a client wants the end of the process.</summary>
    public Action? Ending { get; init; }

    /// <summary>Answers requests until the end.</summary>
    /// <param name="folder">Where cells begin.</param>
    /// <exception cref="KernelStartException">What cells need is not there.</exception>
    public void Run(string folder)
    {
        _sockets.Start();
        _sockets.Output.Publish("status", null, new JsonObject { ["execution_state"] = "starting" });
        _cells.Open(folder);
        foreach (KernelRequest request in _queue.GetConsumingEnumerable())
        {
            Handle(request);
        }
    }

    /// <summary>Stops the cell that runs, and has those not run that wait. Any thread.</summary>
    public void Interrupt()
    {
        if (_running is { } request)
        {
            request.Stop();

            // Those of a program that is ended have no parent that leads here.
            CellProcesses processes = CellProcesses.Since(request.Begun);
            _cells.Stop();
            _ = EndLaterAsync(request, processes);
        }
    }

    /// <summary>Stops the cell that runs, and takes no more. Any thread.</summary>
    public void End()
    {
        _isEnding = true;
        _queue.CompleteAdding();
        Interrupt();
    }

    /// <summary>Waits a moment for what is on its way to the clients. Any thread.</summary>
    public void Flush() => _sockets.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _sockets.Flush();
        Array.ForEach(_captures, capture => capture?.Dispose());
        _console.Dispose();
        _memory.Dispose();
        _sockets.Dispose();
        _cells.Dispose();
    }

    private async Task EndLaterAsync(KernelRequest request, CellProcesses processes)
    {
        using (processes)
        {
            await Task.Delay(ProcessTime).ConfigureAwait(false);
            if (_running == request)
            {
                processes.End();
            }
        }
    }

    private void WaitForRoom() => _input.Current?.WaitForRoom();

    // On a thread of the connection.
    private void Take(KernelRequest request)
    {
        // Connections have threads of their own: a later request may have come here first.
        Atomic.Raise(ref _lastOrder, request.Order);
        if (request.Channel == KernelChannel.Control || request.Message.Type == "kernel_info_request")
        {
            Handle(request);
        }
        else
        {
            try
            {
                _queue.Add(request);
            }
            catch (InvalidOperationException)
            {
                // The kernel has begun to end, and takes no more requests.
            }
        }
    }

    private void Handle(KernelRequest request)
    {
        Publish(request, "busy");
        try
        {
            Answer(request);
        }
        catch (Exception e)
        {
            // One question is not to cost the client all its variables.
            Fail(request, e);
        }
        finally
        {
            Publish(request, "idle");
        }
    }

    private void Fail(KernelRequest request, Exception error)
    {
        const string Suffix = "_request";
        string type = request.Message.Type;
        if (type.EndsWith(Suffix, StringComparison.Ordinal))
        {
            JsonObject content = CellError.Of(error.GetType().Name, error.Message).ToContent();
            content["status"] = "error";
            _sockets.Reply(request, $"{type[..^Suffix.Length]}_reply", content);
        }
    }

    private void Publish(KernelRequest request, string state) =>
        _sockets.Output.Publish("status", request.Header, new JsonObject { ["execution_state"] = state });

    private void Answer(KernelRequest request)
    {
        switch (request.Message.Type)
        {
            case "execute_request" when request.Channel == KernelChannel.Shell:
                Execute(request);
                break;
            case "kernel_info_request":
                _sockets.Reply(request, "kernel_info_reply", KernelInfo.Content(_options.First.Language, _running is not null));
                break;
            case "is_complete_request":
                _sockets.Reply(request, "is_complete_reply", _questions.IsComplete(request.Message));
                break;
            case "complete_request":
                _sockets.Reply(request, "complete_reply", _questions.Complete(request.Message));
                break;
            case "inspect_request":
                _sockets.Reply(request, "inspect_reply", _questions.Inspect(request.Message));
                break;
            case "history_request":
                _sockets.Reply(request, "history_reply", _runs.History.Find(request.Message));
                break;
            case "comm_info_request":
                _sockets.Reply(request, "comm_info_reply", new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() });
                break;
            case "comm_open":
                // There is nothing here to talk to.
                _sockets.Output.Publish("comm_close", request.Header, new JsonObject { ["comm_id"] = request.Message.Text("comm_id"), ["data"] = new JsonObject() });
                break;
            case "interrupt_request":
                Interrupt();
                _sockets.Reply(request, "interrupt_reply", new JsonObject { ["status"] = "ok" });
                break;
            case "shutdown_request":
                ShutDown(request);
                break;
            default:
                // Of a later protocol, or nothing that needs an answer.
                break;
        }
    }

    private void Execute(KernelRequest request)
    {
        if (_isEnding || _runs.IsToBeAborted(request))
        {
            _sockets.Reply(request, "execute_reply", new JsonObject { ["status"] = "aborted" });
            return;
        }

        _memory.Leave();
        _input.Current = request;
        request.Begun = DateTime.Now;
        _running = request;
        _sockets.Output.Begin(request);
        if (_isEnding)
        {
            // The end came after the first look, and found no cell that it could stop.
            request.Stop();
        }

        JsonObject reply;
        try
        {
            reply = _runs.Run(request, () => Array.ForEach(_captures, capture => capture?.Drain(request.Stopped)));
        }
        finally
        {
            _running = null;
            _memory.GiveBackIn(IdleTime, collecting: true);
        }

        _sockets.Output.Flush();
        if ((string?)reply["status"] == "error" && request.Message.Flag("stop_on_error", otherwise: true))
        {
            _runs.AbortUntil(Interlocked.Read(ref _lastOrder));
        }

        _sockets.Reply(request, "execute_reply", reply);
    }

    private void ShutDown(KernelRequest request)
    {
        bool restart = request.Message.Flag("restart", otherwise: false);
        JsonObject content = new() { ["status"] = "ok", ["restart"] = restart };
        _sockets.Output.Publish("shutdown_reply", request.Header, (JsonObject)content.DeepClone());
        _sockets.Reply(request, "shutdown_reply", content);
        Ending?.Invoke();
        End();
    }
}
