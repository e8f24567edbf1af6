using System.Management.Automation;
using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;

namespace AsyncCSharp.Kernels;

/// <summary>The cells that were run. The shell thread's.</summary>
internal sealed class KernelHistory
{
    private readonly List<(int Number, string Code)> _cells = [];

    /// <summary>A cell is run.</summary>
    public void Add(int number, string code) => _cells.Add((number, code));

    /// <summary>The answer to a request: the newest last.</summary>
    public JsonObject Find(JupyterMessage request)
    {
        IEnumerable<(int Number, string Code)> found = _cells;
        int most = request.Number("n") ?? int.MaxValue;
        switch (request.Text("hist_access_type"))
        {
            case "range":
                int start = request.Number("start") ?? 0;
                int stop = request.Number("stop") ?? int.MaxValue;
                found = found.Where(c => c.Number >= start && c.Number < stop);
                most = int.MaxValue;
                break;
            case "search":
                found = Search(request.Text("pattern") ?? "*");
                if (request.Flag("unique", otherwise: false))
                {
                    found = found.Reverse().DistinctBy(c => c.Code).Reverse();
                }

                break;
            default:
                break;
        }

        bool output = request.Flag("output", otherwise: false);
        JsonNode[] entries = [.. found.TakeLast(most).Select(c => new JsonArray(0, c.Number, output ? new JsonArray(c.Code, null) : JsonValue.Create(c.Code)))];
        return new JsonObject { ["status"] = "ok", ["history"] = new JsonArray(entries) };
    }

    // Text that is being typed is often no pattern yet, as with a bracket that is not closed.
    private IEnumerable<(int Number, string Code)> Search(string text)
    {
        WildcardPattern pattern = new(text, WildcardOptions.IgnoreCase);
        try
        {
            return [.. _cells.Where(c => pattern.IsMatch(c.Code))];
        }
        catch (WildcardPatternException)
        {
            return [];
        }
    }
}
