using System.Net;
using System.Text;
using AsyncCSharp.Zmtp;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Kernels;

/// <summary>The three sockets of a kernel, with real connections.</summary>
public sealed class ZmtpSocketTests
{
    private const long Budget = 64L << 20;

    private static readonly ZmtpEndpoint s_anyPort = ZmtpEndpoint.Tcp(IPAddress.Loopback, 0);

    [Fact]
    public void Router_TwoClientsOfOneIdentity_GetTheirOwnAnswers()
    {
        using ZmtpListener listener = Listen(Answer());
        using WireClient first = WireClient.Ready(s_anyPort, listener.Port, "DEALER", "same");
        using WireClient second = WireClient.Ready(s_anyPort, listener.Port, "DEALER", "same");
        first.SendMessage("a", "1");
        second.SendMessage("a", "2");
        first.SendMessage("a", "3");
        Assert.Equal(["to", "a", "1"], first.Receive());
        Assert.Equal(["to", "a", "2"], second.Receive());
        Assert.Equal(["to", "a", "3"], first.Receive());
    }

    [Fact]
    public void Router_FindsTheConnectionOfTheSameClientToAnotherSocket()
    {
        List<ZmtpConnection> asked = [];
        RouterRole shell = new((connection, message) =>
        {
            asked.Add(connection);
            connection.Send(ZmtpWriter.Message(message));
        });
        RouterRole input = new((connection, message) => connection.Send(ZmtpWriter.Message(message)));
        using ZmtpListener shells = Listen(shell);
        using ZmtpListener inputs = Listen(input);
        using WireClient one = WireClient.Ready(s_anyPort, shells.Port, "DEALER", "one");
        using WireClient oneInput = WireClient.Ready(s_anyPort, inputs.Port, "DEALER", "one");
        using WireClient twoInput = WireClient.Ready(s_anyPort, inputs.Port, "DEALER", "two");
        one.SendMessage("x");
        _ = one.Receive();
        oneInput.SendMessage("ready");
        _ = oneInput.Receive();
        twoInput.SendMessage("ready");
        _ = twoInput.Receive();
        input.FindFor(asked[0])!.Send(ZmtpWriter.Message(["?"u8.ToArray()]));
        Assert.Equal(["?"], oneInput.Receive());
    }

    [Fact]
    public void Router_OverAFile_IsTheOwnersOnly()
    {
        string path = NewFile();
        ZmtpEndpoint endpoint = ZmtpEndpoint.Ipc(path);
        using (ZmtpListener listener = Listen(Answer(), endpoint))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            using WireClient client = WireClient.Ready(endpoint, 0, "DEALER");
            client.SendMessage("a");
            Assert.Equal(["to", "a"], client.Receive());

            // Somebody listens there.
            _ = Assert.Throws<System.Net.Sockets.SocketException>(() => new ZmtpListener(endpoint, Answer(), new ZmtpBudget(Budget)));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Router_FileOfAKernelThatWasKilled_IsTakenOver()
    {
        string path = NewFile();
        ZmtpEndpoint endpoint = ZmtpEndpoint.Ipc(path);
        endpoint.Listen(1).Dispose();
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, []);
        }

        using ZmtpListener listener = Listen(Answer(), endpoint);
        using WireClient client = WireClient.Ready(endpoint, 0, "DEALER");
        client.SendMessage("a");
        Assert.Equal(["to", "a"], client.Receive());
    }

    [Fact]
    public void Endpoint_PathThatIsTooLong_SaysSo()
    {
        string path = Path.Combine(Path.GetTempPath(), new string('x', 200));
        Assert.Contains(path, Assert.Throws<PathTooLongException>(() => ZmtpEndpoint.Ipc(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Echo_GivesBackWhatItGets()
    {
        using ZmtpListener listener = Listen(new EchoRole());
        using WireClient client = WireClient.Ready(s_anyPort, listener.Port, "REQ");
        client.SendMessage("", "ping");
        Assert.Equal(["", "ping"], client.Receive());
    }

    [Fact]
    public void Connection_Ping_IsAnswered()
    {
        using ZmtpListener listener = Listen(Answer());
        using WireClient client = WireClient.Ready(s_anyPort, listener.Port, "DEALER");
        client.Send(ZmtpWriter.Command(ZmtpCommand.Ping, "\0\x0actx"u8));
        client.SendMessage("a");
        Assert.Equal(["to", "a"], client.Receive());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Publisher_SlowSubscriber_LosesNothing(bool byCommand)
    {
        const int Count = 20_000;
        using ManualResetEventSlim subscribed = new();
        PublisherRole publisher = new(Budget, (_, _) => subscribed.Set());
        using ZmtpListener listener = Listen(publisher);
        using WireClient client = WireClient.Ready(s_anyPort, listener.Port, "SUB");
        client.Send(byCommand ? ZmtpWriter.Command(ZmtpCommand.Subscribe, []) : ZmtpWriter.Message([[1]]));
        Assert.True(subscribed.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        for (int i = 0; i < Count; i++)
        {
            publisher.Publish([Encoding.UTF8.GetBytes($"line {i}")]);
        }

        for (int i = 0; i < Count; i++)
        {
            Assert.Equal($"line {i}", Assert.Single(client.Receive()));
        }
    }

    [Fact]
    public void Publisher_Topics_AreHeldApartAndCancelled()
    {
        using SemaphoreSlim subscribed = new(0);
        PublisherRole publisher = new(Budget, (_, _) => subscribed.Release());
        using ZmtpListener listener = Listen(publisher);
        using WireClient client = WireClient.Ready(s_anyPort, listener.Port, "SUB");
        client.Send(ZmtpWriter.Command(ZmtpCommand.Subscribe, "a"u8));
        client.Send(ZmtpWriter.Command(ZmtpCommand.Subscribe, "b"u8));
        client.Send(ZmtpWriter.Command(ZmtpCommand.Cancel, "a"u8));
        client.Send(ZmtpWriter.Command(ZmtpCommand.Subscribe, "c"u8));
        for (int i = 0; i < 3; i++)
        {
            Assert.True(subscribed.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        }

        foreach (string topic in (string[])["a", "bc", "x", "c"])
        {
            publisher.Publish([Encoding.UTF8.GetBytes(topic)]);
        }

        Assert.Equal(["bc"], client.Receive());
        Assert.Equal(["c"], client.Receive());
    }

    [Fact]
    public void Publisher_ClientThatDoesNotRead_HoldsBackUntilTheTokenFires()
    {
        const long Room = 1 << 20;
        using ManualResetEventSlim subscribed = new();
        PublisherRole publisher = new(Room, (_, _) => subscribed.Set());
        using ZmtpListener listener = Listen(publisher);
        using WireClient client = WireClient.Ready(s_anyPort, listener.Port, "SUB");
        client.Send(ZmtpWriter.Command(ZmtpCommand.Subscribe, []));
        Assert.True(subscribed.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        using CancellationTokenSource stop = new();
        int published = 0;
        Thread thread = new(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                publisher.Publish([new byte[Room]]);
                publisher.WaitForRoom(stop.Token);
                published++;
            }
        });
        thread.Start();
        Assert.False(thread.Join(200));
        stop.Cancel();
        Assert.True(thread.Join(Limits.Hang));
        for (int i = 0; i < published; i++)
        {
            Assert.Equal(Room, Assert.Single(client.Receive()).Length);
        }
    }

    [Fact]
    public void Listener_Garbage_ClosesItsConnectionAndNoOther()
    {
        using ZmtpListener listener = Listen(Answer());
        using WireClient client = WireClient.Ready(s_anyPort, listener.Port, "DEALER");
        List<WireClient> silent = [.. Enumerable.Range(0, 50).Select(_ => WireClient.Silent(s_anyPort, listener.Port))];
        silent.ForEach(s => s.Send(ZmtpWriter.Greeting().AsSpan(0, 20)));
        Seeded.Run(50, random =>
        {
            using WireClient hostile = WireClient.Silent(s_anyPort, listener.Port);
            byte[] bytes = new byte[random.Next(64, 5000)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
            {
                ZmtpWriter.Greeting().CopyTo(bytes, 0);
            }

            try
            {
                hostile.Send(bytes);
                hostile.Send(bytes);
            }
            catch (IOException)
            {
                // It was closed meanwhile.
            }
        });
        using WireClient wrong = WireClient.Silent(s_anyPort, listener.Port);
        wrong.Send("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html, application/json\r\n\r\n"u8);
        Assert.True(wrong.IsClosed());
        using WireClient large = WireClient.Ready(s_anyPort, listener.Port, "DEALER");
        large.Send([2, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        Assert.True(large.IsClosed());
        client.SendMessage("a");
        Assert.Equal(["to", "a"], client.Receive());
        silent.ForEach(s => s.Dispose());
    }

    [Fact]
    public void Listener_SocketOfAnotherKind_IsRefused()
    {
        using ZmtpListener listener = Listen(new EchoRole());
        using WireClient client = WireClient.Silent(s_anyPort, listener.Port);
        client.Send(ZmtpWriter.Greeting());
        client.Send(ZmtpCommand.MakeReady("PUSH"));
        Assert.True(client.IsClosed());
    }

    [Fact]
    public void Connection_NameThatIsTooLong_IsRefused()
    {
        using ZmtpListener listener = Listen(Answer());
        using WireClient client = WireClient.Silent(s_anyPort, listener.Port);
        client.Send(ZmtpWriter.Greeting());
        client.Send(ZmtpWriter.Command(ZmtpCommand.Ready, [.. "\x0bSocket-Type\0\0\0\x06DEALER\x08Identity\0\0\x01\0"u8, .. new byte[256]]));
        Assert.True(client.IsClosed());
    }

    [Fact]
    public void Connection_HandshakeThatIsTooLong_IsRefusedBeforeItIsRead()
    {
        using ZmtpListener listener = Listen(Answer());
        using WireClient client = WireClient.Silent(s_anyPort, listener.Port);
        client.Send(ZmtpWriter.Greeting());
        client.Send([6, 0, 0, 0, 0, 0, 1, 0, 0]);
        Assert.True(client.IsClosed());
    }

    [Fact]
    public void Connection_HalfAGreeting_EndsAfterAWhile()
    {
        using System.Net.Sockets.Socket listening = s_anyPort.Listen(1);
        using WireClient client = WireClient.Silent(s_anyPort, ((IPEndPoint)listening.LocalEndPoint!).Port);
        using ZmtpConnection connection = new(listening.Accept(), Answer(), new ZmtpBudget(Budget), _ => { }) { HandshakeTime = TimeSpan.FromMilliseconds(100) };
        connection.Start();
        client.Send(ZmtpWriter.Greeting().AsSpan(0, 20));
        Assert.True(client.IsClosed());
    }

    [Fact]
    public void Listener_BeforeItIsStarted_HasConnectionsWait()
    {
        using ZmtpListener listener = new(s_anyPort, Answer(), new ZmtpBudget(Budget));
        using WireClient client = WireClient.Silent(s_anyPort, listener.Port);
        client.Send(ZmtpWriter.Greeting());
        Assert.False(client.HasData(TimeSpan.FromMilliseconds(200)));
        listener.Start();
        Assert.True(client.HasData(Limits.Hang));
    }

    [Fact]
    public void Connection_HalfOfALargeMessage_LeavesRoomForOthersAndEndsAfterAWhile()
    {
        const int Room = 1 << 20;
        ZmtpBudget budget = new(Room);
        using System.Net.Sockets.Socket listening = s_anyPort.Listen(2);
        int port = ((IPEndPoint)listening.LocalEndPoint!).Port;
        using ZmtpConnection first = Accept(out WireClient hostile);
        hostile.Send([2, 0, 0, 0, 0, 0, 0x10, 0, 0]);
        hostile.Send(new byte[(Room / 2) - 100_000]);
        using ZmtpConnection second = Accept(out WireClient client);
        client.Send(ZmtpWriter.Message([new byte[200_000]]));
        Assert.Equal(200_000, client.Receive()[1].Length);
        Assert.True(hostile.IsClosed());
        Assert.True(SpinWait.SpinUntil(() => budget.Left == Room, Limits.Hang));
        hostile.Dispose();
        client.Dispose();

        ZmtpConnection Accept(out WireClient made)
        {
            Task<WireClient> connecting = Task.Run(() => WireClient.Ready(s_anyPort, port, "DEALER"));
            ZmtpConnection connection = new(listening.Accept(), Answer(), budget, _ => { }) { MessageTime = TimeSpan.FromSeconds(2) };
            connection.Start();
            made = connecting.GetAwaiter().GetResult();
            return connection;
        }
    }

    private static ZmtpListener Listen(ZmtpRole role, ZmtpEndpoint? endpoint = null)
    {
        ZmtpListener listener = new(endpoint ?? s_anyPort, role, new ZmtpBudget(Budget));
        listener.Start();
        return listener;
    }

    // In the current folder, by its name alone: the folder for temporary files may have a path that is too long for a socket.
    private static string NewFile() => $"asynccsharp-{Guid.NewGuid():N}-1";

    private static RouterRole Answer() => new((connection, message) => connection.Send(ZmtpWriter.Message(["to"u8.ToArray(), .. message])));
}
