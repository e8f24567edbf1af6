using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Reading;

namespace AsyncCSharp.Kernels;

/// <summary>What cells ask the user for: one question at a time. Any thread; the lock is its own.</summary>
internal sealed class InputRequests : InputSource
{
    /// <summary>How many milliseconds a cell waits before it looks again whether there is an answer.</summary>
    private const int Slice = 20;

    private readonly object _lock = new();
    private KernelRequest? _asking;
    private string _question = string.Empty;
    private string? _answer;

    /// <summary>Sends the questions. Set before the first cell.</summary>
    public KernelSockets? Sockets { get; set; }

    /// <summary>The request whose cell runs, or has run last.</summary>
    public KernelRequest? Current { get; set; }

    /// <inheritdoc/>
    public override int SliceMilliseconds => Slice;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The client allows no questions.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public string Ask(string prompt, bool isSecret)
    {
        KernelRequest request = Begin(prompt, isSecret);
        using CancellationTokenRegistration woken = request.Stopped.UnsafeRegister(static o => ((InputRequests)o!).Wake(), this);
        lock (_lock)
        {
            while (_answer is null)
            {
                if (request.Stopped.IsCancellationRequested || _asking != request)
                {
                    throw new OperationCanceledException(request.Stopped);
                }

                _ = Monitor.Wait(_lock);
            }

            return Take();
        }
    }

    /// <summary>The user has answered. Many clients do not say what the answer is to; of those that do, a late one is of another question.</summary>
    public void Answer(JupyterMessage message)
    {
        lock (_lock)
        {
            if (_asking is not null && (message.ParentId.Length == 0 || message.ParentId == _question || message.ParentId == _asking.Message.Id))
            {
                _answer = message.Text("value") ?? string.Empty;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <inheritdoc/>
    public override InputState TryTake(InputUnit unit, PendingInput into)
    {
        lock (_lock)
        {
            if (_asking == Current && _answer is not null)
            {
                into.Add(Take() + "\n");
                return InputState.Some;
            }
        }

        // A question of a cell that was stopped is nobody's any more.
        if (_asking is null || _asking != Current)
        {
            _ = Begin(string.Empty, isSecret: false);
        }

        return InputState.Nothing;
    }

    private KernelRequest Begin(string prompt, bool isSecret)
    {
        if (Current is not { AllowsInput: true } request || Sockets is null)
        {
            throw new InvalidOperationException(Strings.KernelNoInput);
        }

        JupyterMessage question = Sockets.MakeQuestion(request, new JsonObject { ["prompt"] = prompt, ["password"] = isSecret });
        lock (_lock)
        {
            _asking = request;
            _question = question.Id;
            _answer = null;
            Monitor.PulseAll(_lock);
        }

        return Sockets.TryAsk(request, question)
            ? request
            : throw new InvalidOperationException(Strings.KernelNoInput);
    }

    private string Take()
    {
        string answer = _answer!;
        _answer = null;
        _asking = null;
        return answer;
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
