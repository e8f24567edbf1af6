using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Output;
using AsyncCSharp.Zmtp;

namespace AsyncCSharp.Kernels;

/// <summary>A request of a client. What its cell prints is of the request, however late. Any thread.</summary>
internal sealed class KernelRequest : IConsoleSink, IDisplayTarget, IDisposable
{
    /// <summary>The message that shows something anew.</summary>
    public const string Update = "update_display_data";

    private readonly CancellationTokenSource _stop = new();
    private readonly IKernelOutput _output;

    /// <summary>Takes a message over.</summary>
    public KernelRequest(JupyterMessage message, ZmtpConnection? connection, KernelChannel channel, IKernelOutput output)
    {
        Message = message;
        Connection = connection;
        Channel = channel;
        _output = output;
        Stopped = _stop.Token;
    }

    /// <summary>What was asked.</summary>
    public JupyterMessage Message { get; }

    /// <summary>Where the answer goes; null where nobody waits for one.</summary>
    public ZmtpConnection? Connection { get; }

    /// <summary>Where the question came from.</summary>
    public KernelChannel Channel { get; }

    /// <summary>When its cell began.</summary>
    public DateTime Begun { get; set; }

    /// <summary>The place among all requests, in the order in which they came.</summary>
    public long Order { get; init; }

    /// <summary>Fires when its cell is to stop. It may be asked also when the request is disposed.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Whether it may ask for input.</summary>
    public bool AllowsInput => Message.Flag("allow_stdin", otherwise: true);

    /// <summary>The header of the message, which messages about it carry as that of their parent.</summary>
    public JsonObject Header => Message.Header;

    /// <summary>Has it stop.</summary>
    public void Stop() => _stop.Cancel();

    /// <inheritdoc/>
    public bool IsFull => _output.IsFull && !Stopped.IsCancellationRequested;

    /// <inheritdoc/>
    public void Write(string text, bool isError) => _output.Write(this, text, isError);

    /// <summary>As <see cref="Write"/>, and waits where clients do not keep up, unless it is to stop. The caller holds no lock that others need.</summary>
    public void Print(string text, bool isError)
    {
        Write(text, isError);
        WaitForRoom();
    }

    /// <summary>Waits where clients do not keep up, unless it is to stop.</summary>
    public void WaitForRoom() => _output.WaitForRoom(Stopped);

    /// <inheritdoc/>
    public void Show(IReadOnlyDictionary<string, string> data, string id, bool isUpdate)
    {
        _output.Publish(
            isUpdate ? Update : "display_data",
            Header,
            new JsonObject { ["data"] = ResultData.ToJson(data), ["metadata"] = new JsonObject(), ["transient"] = new JsonObject { ["display_id"] = id } });
        WaitForRoom();
    }

    /// <inheritdoc/>
    public void Clear(bool wait) => _output.Publish("clear_output", Header, new JsonObject { ["wait"] = wait });

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Format(object? value, IRunningCell? cell) => ResultData.Of(value, cell);

    /// <inheritdoc/>
    public object? Present(object value, IRunningCell cell) => ValueForms.Of(value, cell.Formatters);

    /// <inheritdoc/>
    public Task? Follow(object value, DisplayedValue place, IRunningCell? cell) => GrowingDisplay.Follow(value, place, cell);

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
