using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Kernels;

public sealed class JupyterMessageTests
{
    private const string File = """
        {"transport": "tcp", "ip": "127.0.0.1", "key": "k", "signature_scheme": "hmac-sha256",
         "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 65535, "kernel_name": "csharp"}
        """;

    private static readonly MessageSigner s_signer = new("secret", MessageSigner.DefaultScheme);

    // As Python does: hmac.new(b'secret', b'{}{}{}{}', 'sha256').hexdigest().
    [Fact]
    public void Signer_SignsAsOtherKernelsDo() => Assert.Equal(
        "34982f0bfec60e7b933ffde06c1ecab0fba073717a95ab943d1dd06f82c2d5e4",
        Encoding.ASCII.GetString(s_signer.Sign("{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray())));

    [Fact]
    public void Codec_RoundTrip_KeepsAll()
    {
        MessageCodec codec = new(s_signer);
        JupyterMessage sent = codec.Make("execute_request", new JsonObject { ["msg_id"] = "p" }, new JsonObject { ["code"] = "\"ä\u2028<é>😀" }, new JsonObject { ["a"] = 1 });
        JupyterMessage read = new MessageCodec(s_signer).Read([[7], .. codec.Write(sent)])!;
        Assert.Equal("execute_request", read.Type);
        Assert.Equal("\"ä\u2028<é>😀", read.Text("code"));
        Assert.Equal("p", (string?)read.ParentHeader["msg_id"]);
        Assert.Equal(1, (int?)read.Metadata["a"]);
        Assert.Equal([7], Assert.Single(read.Route));
        Assert.Equal("5.5", (string?)read.Header["version"]);
    }

    [Fact]
    public void Codec_SecondTime_IsDropped()
    {
        IReadOnlyList<byte[]> frames = Frames();
        MessageCodec reader = new(s_signer);
        Assert.NotNull(reader.Read(frames));
        Assert.Null(reader.Read(frames));
    }

    [Fact]
    public void Codec_WrongOrNoSignature_IsDropped()
    {
        MessageCodec reader = new(s_signer);
        Assert.Null(reader.Read(Changed(1, [])));
        Assert.Null(reader.Read(Changed(1, Encoding.ASCII.GetBytes(new string('0', 64)))));
        Assert.Null(reader.Read(Changed(5, """{"code": "exit"}"""u8.ToArray())));
        Assert.Null(new MessageCodec(new MessageSigner("other", MessageSigner.DefaultScheme)).Read(Frames()));
        Assert.NotNull(new MessageCodec(new MessageSigner(string.Empty, MessageSigner.DefaultScheme)).Read(Changed(1, [])));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("\u00ff")]
    public void Codec_PartThatIsNoObject_IsDropped(string part)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(part);
        byte[][] parts = ["{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(), bytes];
        Assert.Null(new MessageCodec(s_signer).Read(["<IDS|MSG>"u8.ToArray(), s_signer.Sign(parts), .. parts]));
    }

    [Fact]
    public void Codec_TooFewFrames_AreDropped()
    {
        IReadOnlyList<byte[]> frames = Frames();
        for (int count = 0; count < frames.Count; count++)
        {
            Assert.Null(new MessageCodec(s_signer).Read([.. frames.Take(count)]));
        }
    }

    [Fact]
    public void ConnectionFile_Tcp_SaysWhereToListen()
    {
        ConnectionFile file = ConnectionFile.Parse(File);
        Assert.Equal("k", file.Key);
        Assert.False(file.IsRemote);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 65535), file.EndpointOf("hb").Address);
        Assert.True(ConnectionFile.Parse(File.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal)).IsRemote);
    }

    [Fact]
    public void ConnectionFile_Ipc_HasAFileForEachSocket()
    {
        ConnectionFile file = ConnectionFile.Parse("""{"transport": "ipc", "ip": "/tmp/k", "key": "", "shell_port": 1}""");
        Assert.Equal("/tmp/k-1", file.EndpointOf("shell").Address.ToString());
        Assert.True(file.EndpointOf("shell").IsLocal);
    }

    [Theory]
    [InlineData("""{"ip": "here", "shell_port": 1}""", "ip")]
    [InlineData("""{"shell_port": 1}""", "ip")]
    [InlineData("""{"transport": "udp", "ip": "127.0.0.1"}""", "transport")]
    [InlineData("""{"ip": "127.0.0.1", "shell_port": "1"}""", "shell_port")]
    [InlineData("""{"ip": "127.0.0.1", "shell_port": 70000}""", "shell_port")]
    [InlineData("""{"ip": "127.0.0.1"}""", "shell_port")]
    public void ConnectionFile_ThatIsNone_NamesWhatIsWrong(string text, string what) =>
        Assert.Equal(what, Assert.Throws<FormatException>(() => ConnectionFile.Parse(text).EndpointOf("shell")).Message);

    private static IReadOnlyList<byte[]> Frames()
    {
        MessageCodec codec = new(s_signer);
        return codec.Write(codec.Make("execute_request", null, new JsonObject { ["code"] = "1" }));
    }

    private static byte[][] Changed(int at, byte[] part)
    {
        byte[][] frames = [.. Frames()];
        frames[at] = part;
        return frames;
    }
}
