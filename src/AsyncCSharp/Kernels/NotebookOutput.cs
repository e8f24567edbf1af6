using System.Text;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Keeps what the cells of a notebook show, as the notebook's file has it. Any thread; the lock is its own. What a cell shows late is its own, too.
/// </summary>
internal sealed class NotebookOutput : IKernelOutput
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonArray> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> _places = new(StringComparer.Ordinal);
    private readonly HashSet<JsonArray> _cleared = [];

    // The text of the streams among them. It is put into the file's nodes when these are read: a text is not copied for each line that is added.
    private readonly Dictionary<JsonObject, StringBuilder> _texts = [];

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public void WaitForRoom(CancellationToken cancellationToken)
    {
        // The memory is what takes it.
    }

    /// <summary>A cell begins: what it shows goes there.</summary>
    public void Begin(KernelRequest request, JsonArray outputs)
    {
        lock (_lock)
        {
            _outputs[IdOf(request.Header)] = outputs;
        }
    }

    /// <summary>Does something while nothing is being shown.</summary>
    public T Quiet<T>(Func<T> action)
    {
        lock (_lock)
        {
            foreach ((JsonObject stream, StringBuilder text) in _texts)
            {
                stream["text"] = text.ToString();
            }

            return action();
        }
    }

    /// <inheritdoc/>
    public void Write(KernelRequest request, string text, bool isError)
    {
        string name = isError ? "stderr" : "stdout";
        lock (_lock)
        {
            JsonArray outputs = OutputsOf(request.Header);
            if (outputs.LastOrDefault() is JsonObject last && (string?)last["output_type"] == "stream" && (string?)last["name"] == name)
            {
                _ = _texts[last].Append(text);
            }
            else
            {
                JsonObject stream = new() { ["name"] = name, ["output_type"] = "stream", ["text"] = string.Empty };
                _texts[stream] = new StringBuilder(text);
                outputs.Add(stream);
            }
        }
    }

    /// <inheritdoc/>
    public void Publish(string type, JsonObject? parent, JsonObject content)
    {
        lock (_lock)
        {
            switch (type)
            {
                case "execute_result" or "display_data" or "error":
                    Add(type, parent!, content);
                    break;
                case KernelRequest.Update:
                    foreach (JsonObject shown in PlacesOf(content))
                    {
                        shown["data"] = content["data"]?.DeepClone();
                    }

                    break;
                case "clear_output" when (bool?)content["wait"] == true:
                    _ = _cleared.Add(OutputsOf(parent!));
                    break;
                case "clear_output":
                    Clear(OutputsOf(parent!));
                    break;
                default:
                    break;
            }
        }
    }

    private void Add(string type, JsonObject parent, JsonObject content)
    {
        JsonObject output = new() { ["output_type"] = type };
        foreach ((string name, JsonNode? value) in content)
        {
            if (name != "transient")
            {
                output[name] = value?.DeepClone();
            }
        }

        OutputsOf(parent).Add(output);
        if (content["transient"] is not null)
        {
            PlacesOf(content).Add(output);
        }
    }

    private JsonArray OutputsOf(JsonObject header)
    {
        JsonArray outputs = _outputs[IdOf(header)];
        if (_cleared.Remove(outputs))
        {
            Clear(outputs);
        }

        return outputs;
    }

    private void Clear(JsonArray outputs)
    {
        foreach (JsonObject output in outputs.OfType<JsonObject>())
        {
            _ = _texts.Remove(output);
        }

        outputs.Clear();
    }

    private List<JsonObject> PlacesOf(JsonObject content)
    {
        string id = (string?)content["transient"]?["display_id"] ?? string.Empty;
        return _places.TryGetValue(id, out List<JsonObject>? places) ? places : _places[id] = [];
    }

    private static string IdOf(JsonObject header) => (string?)header["msg_id"] ?? string.Empty;
}
