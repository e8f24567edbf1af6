using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Kernels;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Kernels;

/// <summary>What cells show, as the file of a notebook has it.</summary>
public sealed class NotebookOutputTests : IDisposable
{
    private readonly NotebookOutput _output = new();
    private readonly JsonArray _shown = [];
    private readonly KernelRequest _request;

    public NotebookOutputTests()
    {
        _request = new KernelRequest(new JupyterMessage { Header = new JsonObject { ["msg_id"] = "1" }, ParentHeader = [] }, null, KernelChannel.Shell, _output);
        _output.Begin(_request, _shown);
    }

    private string Shown => _output.Quiet(() => _shown.ToJsonString());

    public void Dispose() => _request.Dispose();

    [Fact]
    public void Write_IsOneStreamAsLongAsNothingElseIsShown()
    {
        _output.Write(_request, "a", isError: false);
        _output.Write(_request, "b", isError: false);
        _output.Write(_request, "c", isError: true);
        _output.Write(_request, "d", isError: false);
        const string Streams = """
            [{"name":"stdout","output_type":"stream","text":"ab"},{"name":"stderr","output_type":"stream","text":"c"},{"name":"stdout","output_type":"stream","text":"d"}]
            """;
        Assert.Equal(Streams, Shown);

        // What was read is no end of it.
        _output.Write(_request, "e", isError: false);
        Assert.EndsWith("\"text\":\"de\"}]", Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AfterAClear_BeginsAnew()
    {
        _output.Write(_request, "a", isError: false);
        _output.Publish("clear_output", _request.Header, new JsonObject { ["wait"] = true });
        _output.Write(_request, "b", isError: false);
        Assert.Equal("""[{"name":"stdout","output_type":"stream","text":"b"}]""", Shown);
    }

    // A cell that prints a lot does so line by line.
    [Fact]
    public void Write_OfManyLines_CopiesNoneOfThemForTheNext()
    {
        string line = new('x', 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5000; i++)
        {
            _output.Write(_request, line, isError: false);
        }

        Assert.Equal(500_000, ((string?)_output.Quiet(() => _shown[0]!["text"]))!.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }
}
