using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Runs a notebook from the first cell to the last, in a runspace of its own, with nobody to ask. One thread's; any thread may stop it.
/// </summary>
internal sealed class NotebookRun : IDisposable
{
    private readonly InputRequests _input = new();
    private readonly NotebookOutput _output = new();
    private readonly KernelRunspace _cells;
    private readonly CellRequests _runs;
    private readonly CellKind _first;
    private volatile KernelRequest? _running;
    private volatile bool _stopped;

    /// <summary>The parameters that the cell that is marked for them has no variable for.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    /// <summary>Makes it.</summary>
    /// <param name="options">How the cells are to be run.</param>
    public NotebookRun(KernelOptions options)
    {
        _first = options.First;
        _cells = new KernelRunspace(new KernelHost(_input), options);
        _runs = new CellRequests(_output, _cells, _input, options);
    }

    /// <summary>
    /// Runs the cells, up to the first that fails and is not marked as one that may, and puts into the notebook what they show. As nbclient does, it leaves
    /// out those that are marked so.
    /// </summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="parameters">Variables that are set behind the cell that is marked for them, or before all.</param>
    /// <param name="folder">Where the cells begin.</param>
    /// <exception cref="KernelStartException">What cells need is not there.</exception>
    /// <returns>The number of the cell that has failed, from 1 on, and why; null where all have run.</returns>
    public (int Number, CellError Error)? Run(Notebook notebook, IReadOnlyDictionary<string, object?> parameters, string folder)
    {
        _cells.Open(folder);
        NotebookParameters set = new(parameters, _first, _cells);
        NotebookCell? lastMarked = notebook.Cells.LastOrDefault(cell => cell is { IsCode: true, HasParameters: true });
        CellError? error = lastMarked is null ? set.SetFirst(Begin) : null;
        int number = 0;
        foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            number++;
            JsonArray outputs = [];
            error ??= cell.IsSkipped ? null : Run(cell, outputs);
            if (cell.MayFail && !_stopped)
            {
                error = null;
            }

            if (error is null && cell.HasParameters)
            {
                error = set.SetBehind(cell, cell == lastMarked, Begin);
                Unknown = set.Unknown;
            }

            if (error is not null)
            {
                return (number, error);
            }
        }

        return error is null ? null : (1, error);
    }

    /// <summary>The notebook's text, with what its cells have shown so far.</summary>
    public string TextOf(Notebook notebook) => _output.Quiet(notebook.ToString);

    /// <summary>Stops the cell that runs, and runs no other. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        _running?.Stop();
        _cells.Stop();
    }

    /// <inheritdoc/>
    public void Dispose() => _cells.Dispose();

    private CellError? Run(NotebookCell cell, JsonArray outputs)
    {
        cell.Node["outputs"] = outputs;
        cell.Node["execution_count"] = null;
        KernelRequest request = Request(cell.Source, cell.Metadata, outputs);
        JsonObject reply = _runs.Run(request, static () => { });
        cell.Node["execution_count"] = reply["execution_count"]?.DeepClone();
        return (string?)reply["status"] == "error"
            ? new CellError((string?)reply["ename"] ?? string.Empty, (string?)reply["evalue"] ?? string.Empty, [])
            : null;
    }

    private KernelRequest Begin() => Request(string.Empty, [], []);

    private KernelRequest Request(string code, JsonObject metadata, JsonArray outputs)
    {
        JupyterMessage message = new()
        {
            Header = new JsonObject { ["msg_id"] = Guid.NewGuid().ToString("N"), ["msg_type"] = "execute_request" },
            ParentHeader = [],
            Metadata = (JsonObject)metadata.DeepClone(),
            Content = new JsonObject { ["code"] = code, ["allow_stdin"] = false },
        };
        KernelRequest request = new(message, null, KernelChannel.Shell, _output);
        _output.Begin(request, outputs);
        _input.Current = request;
        _running = request;
        if (_stopped)
        {
            request.Stop();
        }

        return request;
    }
}
