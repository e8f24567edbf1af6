using System.Text;
using AsyncCSharp.Zmtp;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Kernels;

/// <summary>The bytes of ZMTP 3.1, as its specification has them.</summary>
public sealed class ZmtpWireTests
{
    private const long Plenty = 1L << 30;

    [Fact]
    public void Greeting_IsThatOfVersion31WithNull()
    {
        byte[] greeting = ZmtpWriter.Greeting();
        Assert.Equal(64, greeting.Length);
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1], greeting[..12]);
        Assert.Equal("NULL", Encoding.ASCII.GetString(greeting, 12, 20).TrimEnd('\0'));
        Assert.All(greeting[32..], b => Assert.Equal(0, b));
        ZmtpWriter.CheckGreeting(greeting);
    }

    [Theory]
    [InlineData(0, 'G')]
    [InlineData(9, 0x7E)]
    [InlineData(10, 2)]
    [InlineData(12, 'C')]
    [InlineData(16, 'X')]
    public void Greeting_OfAnotherKind_IsRefused(int at, int value)
    {
        byte[] greeting = ZmtpWriter.Greeting();
        greeting[at] = (byte)value;
        _ = Assert.Throws<ZmtpException>(() => ZmtpWriter.CheckGreeting(greeting));
    }

    [Fact]
    public void Message_ShortFrames_HaveOneByteOfLength() =>
        Assert.Equal([1, 2, (byte)'a', (byte)'b', 1, 0, 0, 1, (byte)'c'], ZmtpWriter.Message(["ab"u8.ToArray(), [], "c"u8.ToArray()]));

    [Fact]
    public void Message_LongFrame_HasEightBytesOfLength()
    {
        Assert.Equal([0, 255], ZmtpWriter.Message([new byte[255]])[..2]);
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 1, 0], ZmtpWriter.Message([new byte[256]])[..9]);
    }

    [Fact]
    public void Command_HasItsNameBeforeItsData() =>
        Assert.Equal([4, 7, 4, .. "PONGab"u8], ZmtpWriter.Command(ZmtpCommand.Pong, "ab"u8));

    [Fact]
    public void Ready_NamesTheSocket()
    {
        ZmtpFrame frame = Reader(ZmtpCommand.MakeReady("XPUB")).ReadFrame()!.Value;
        ZmtpCommand command = ZmtpCommand.Parse(frame.Body);
        Assert.Equal(ZmtpCommand.Ready, command.Name);
        Assert.Equal("XPUB"u8.ToArray(), ZmtpCommand.ReadProperties(command.Data.Span)["socket-type"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public void Reader_AnyPieces_GivesMessagesAsTheyWereSent(int piece)
    {
        byte[][] frames = [[], [1], new byte[255], [.. Enumerable.Range(0, 70_000).Select(i => (byte)i)], new byte[64 * 1024], new byte[(64 * 1024) + 1]];
        byte[] bytes = [.. ZmtpWriter.Message(frames), .. ZmtpWriter.Command(ZmtpCommand.Ping, "ab"u8), .. ZmtpWriter.Message(["x"u8.ToArray()])];
        List<string> commands = [];
        ZmtpBudget budget = new(Plenty);
        ZmtpReader reader = new(new PieceStream(bytes, piece), budget);
        Assert.Equal(frames, reader.ReadMessage(c => commands.Add(c.Name)));
        Assert.Empty(commands);
        Assert.Equal(["x"u8.ToArray()], reader.ReadMessage(c => commands.Add(c.Name))!);
        Assert.Equal([ZmtpCommand.Ping], commands);
        Assert.Null(reader.ReadMessage(c => commands.Add(c.Name)));
        reader.Dispose();
        Assert.Equal(Plenty, budget.Left);
    }

    [Theory]
    [InlineData("02 00 00 01 00 00 00 00 00 61")]
    [InlineData("02 7F FF FF FF FF FF FF FF 61")]
    [InlineData("02 FF FF FF FF FF FF FF FF 61")]
    [InlineData("02 00 00 00 00 7F FF FF 00 61")]
    public void Reader_FrameThatIsAnnouncedAndDoesNotCome_TakesLittle(string text)
    {
        byte[] bytes = Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ZmtpBudget budget = new(Plenty);
        ZmtpReader reader = new(new MemoryStream(bytes), budget);
        _ = Assert.ThrowsAny<IOException>(() => reader.ReadMessage(_ => { }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        reader.Dispose();
        Assert.Equal(Plenty, budget.Left);
    }

    [Fact]
    public void Reader_MessageOfEmptyFrames_ComesToTheEndOfItsBudget()
    {
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([1, 0], 100_000).SelectMany(b => b)];
        ZmtpReader reader = new(new MemoryStream(bytes), new ZmtpBudget(1 << 20));
        _ = Assert.Throws<ZmtpException>(() => reader.ReadMessage(_ => { }));
    }

    [Fact]
    public void Reader_ManyMessages_TakeTheirBudgetOneAfterTheOther()
    {
        byte[] bytes = [.. Enumerable.Repeat(ZmtpWriter.Message([new byte[1000]]), 5000).SelectMany(b => b)];
        ZmtpReader reader = new(new MemoryStream(bytes), new ZmtpBudget(10_000));
        int count = 0;
        while (reader.ReadMessage(_ => { }) is not null)
        {
            count++;
        }

        Assert.Equal(5000, count);
    }

    [Theory]
    [InlineData("08 01 61")]
    [InlineData("80 01 61")]
    [InlineData("05 01 61")]
    [InlineData("04 00")]
    [InlineData("04 01 00")]
    [InlineData("04 02 05 61")]
    public void Reader_WhatIsNoFrameAndNoCommand_IsRefused(string text) =>
        _ = Assert.Throws<ZmtpException>(() => Reader(Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal))).ReadMessage(_ => { }));

    [Theory]
    [InlineData("00 00000000")]
    [InlineData("01 61 00000001")]
    [InlineData("01 61 FFFFFFFF 61")]
    [InlineData("05 61 00000000")]
    [InlineData("01 61")]
    public void Properties_ThatAreNone_AreRefused(string text) =>
        _ = Assert.Throws<ZmtpException>(() => ZmtpCommand.ReadProperties(Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal))));

    // Messages with a few bytes changed, taken away or put in: the reader gives frames, or says in its own words that they are none, and
    // gives back all that it took.
    [Fact]
    public void Reader_AnyBytes_GivesFramesOrItsOwnExceptions() => Seeded.Run(3000, random =>
    {
        List<byte> bytes = [];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            byte[][] frames = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new byte[random.Next(3) == 0 ? random.Next(100_000) : random.Next(300)])];
            bytes.AddRange(random.Next(4) == 0 ? ZmtpWriter.Command("PING", new byte[random.Next(20)]) : ZmtpWriter.Message(frames));
        }

        for (int i = random.Next(6); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(2) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(bytes.Count, 12));
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        ZmtpBudget budget = new(1 << 20);
        ZmtpReader reader = new(new PieceStream([.. bytes], random.Next(1, 5000)), budget);
        try
        {
            while (reader.ReadMessage(command => _ = command.Name == ZmtpCommand.Ready ? ZmtpCommand.ReadProperties(command.Data.Span) : null) is not null)
            {
            }
        }
        catch (IOException)
        {
            // ZmtpException and EndOfStreamException.
        }

        reader.Dispose();
        Assert.Equal(1 << 20, budget.Left);
    });

    private static ZmtpReader Reader(byte[] bytes) => new(new MemoryStream(bytes), new ZmtpBudget(Plenty));

    /// <summary>Gives bytes in pieces, as a network does.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
