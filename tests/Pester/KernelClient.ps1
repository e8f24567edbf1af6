# A client of the Jupyter protocol for specs, without Python: five sockets that speak ZMTP, and signed messages. Dot-source it after Common.ps1.

if (-not ('KernelSpec.Client' -as [type])) {
    Add-Type -TypeDefinition @'
using System; using System.Buffers.Binary; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Sockets;
using System.Security.Cryptography; using System.Text; using System.Text.Json; using System.Text.Json.Nodes; using System.Threading;

namespace KernelSpec
{
    // One socket: what it sends is frames, and what comes is a queue.
    public sealed class Wire : IDisposable
    {
        private readonly TcpClient _client = new TcpClient();
        private readonly NetworkStream _stream;

        public Wire(int port, string type, string identity)
        {
            _client.Connect("127.0.0.1", port);
            _stream = _client.GetStream();
            var greeting = new byte[64];
            greeting[0] = 0xFF; greeting[9] = 0x7F; greeting[10] = 3; greeting[11] = 1;
            Encoding.ASCII.GetBytes("NULL").CopyTo(greeting, 12);
            _stream.Write(greeting);
            Read(64);
            var body = new List<byte> { 5 };
            body.AddRange(Encoding.ASCII.GetBytes("READY"));
            Add(body, "Socket-Type", type); Add(body, "Identity", identity);
            WriteFrame(4, body.ToArray());
            ReadFrame(out _);
            if (type == "SUB") WriteFrame(0, new byte[] { 1 });
        }

        public void Raw(byte[] bytes) { _stream.Write(bytes); }

        public void Send(IReadOnlyList<byte[]> frames)
        {
            for (int i = 0; i < frames.Count; i++) WriteFrame(i < frames.Count - 1 ? 1 : 0, frames[i]);
        }

        public List<byte[]> Receive(int milliseconds)
        {
            _stream.ReadTimeout = milliseconds;
            var frames = new List<byte[]>();
            int flags;
            do { frames.Add(ReadFrame(out flags)); } while ((flags & 1) != 0);
            return frames;
        }

        public void Dispose() { _client.Dispose(); }

        private static void Add(List<byte> body, string name, string value)
        {
            body.Add((byte)name.Length); body.AddRange(Encoding.ASCII.GetBytes(name));
            body.AddRange(new byte[] { 0, 0, 0, (byte)value.Length }); body.AddRange(Encoding.ASCII.GetBytes(value));
        }

        private void WriteFrame(int flags, byte[] body)
        {
            var header = new byte[9];
            header[0] = (byte)(flags | 2);
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), body.Length);
            _stream.Write(header); _stream.Write(body);
        }

        private byte[] ReadFrame(out int flags)
        {
            flags = Read(1)[0];
            long length = (flags & 2) != 0 ? BinaryPrimitives.ReadInt64BigEndian(Read(8)) : Read(1)[0];
            return Read((int)length);
        }

        private byte[] Read(int count)
        {
            var bytes = new byte[count];
            _stream.ReadExactly(bytes);
            return bytes;
        }
    }

    public sealed class Message
    {
        public string Id; public string Type; public string Parent; public JsonNode Content;
        public string Text(string name) { return (string)Content[name]; }
        public override string ToString() { return Type + " " + Content.ToJsonString(); }
    }

    public sealed class Client : IDisposable
    {
        private readonly byte[] _key;
        private readonly string _session = Guid.NewGuid().ToString("N");
        private readonly Wire _shell, _control, _input, _output;
        private int _sent;

        public Client(JsonNode file)
        {
            _key = Encoding.UTF8.GetBytes((string)file["key"]);
            _shell = new Wire((int)file["shell_port"], "DEALER", _session);
            _control = new Wire((int)file["control_port"], "DEALER", _session);
            _input = new Wire((int)file["stdin_port"], "DEALER", _session);
            _output = new Wire((int)file["iopub_port"], "SUB", "");
            Limit = 60000;

            // From here on nothing is missed.
            while (Parse(_output.Receive(Limit)).Type != "iopub_welcome") { }
        }

        public int Limit { get; set; }

        public string Send(string channel, string type, string content) { return SendWith(channel, type, content, "{}"); }

        public string SendWith(string channel, string type, string content, string metadata)
        {
            string id = _session + "_" + ++_sent;
            SocketOf(channel).Send(Frames(id, type, content, metadata));
            return id;
        }

        // The frames of a message, for who does something else with them.
        public List<byte[]> Frames(string id, string type, string content, string metadata = "{}")
        {
            var header = new JsonObject { ["msg_id"] = id, ["msg_type"] = type, ["username"] = "spec", ["session"] = _session, ["date"] = DateTime.UtcNow.ToString("O"), ["version"] = "5.4" };
            var parts = new[] { header.ToJsonString(), "{}", metadata, content }.Select(Encoding.UTF8.GetBytes).ToArray();
            var frames = new List<byte[]> { Encoding.ASCII.GetBytes("<IDS|MSG>"), Sign(parts) };
            frames.AddRange(parts);
            return frames;
        }

        public void SendFrames(string channel, List<byte[]> frames) { SocketOf(channel).Send(frames); }

        public Message Receive(string channel) { return Parse(SocketOf(channel).Receive(Limit)); }

        // The answer to a message; what came before it is of tests that have failed.
        public Message Receive(string channel, string parent)
        {
            Message message;
            do { message = Receive(channel); } while (message.Parent != parent);
            return message;
        }

        // The first message of a kind of a request's output.
        public Message ReceiveOutput(string parent, string type)
        {
            Message message;
            do { message = Parse(_output.Receive(Limit)); } while (message.Parent != parent || message.Type != type);
            return message;
        }

        // Waits until what was sent on the channel so far has come: what the kernel is, it says at once.
        public void Await(string channel) { Receive(channel, Send(channel, "kernel_info_request", "{}")); }

        // A request's output, up to its end, and that of others that comes meanwhile.
        public List<Message> ReceiveUntilIdle(string parent)
        {
            var found = new List<Message>();
            while (true)
            {
                Message message = Parse(_output.Receive(Limit));
                if (message.Parent == parent && message.Type == "status" && message.Text("execution_state") == "idle") return found;
                if (message.Type != "status" && message.Type != "execute_input" && message.Type != "iopub_welcome") found.Add(message);
            }
        }

        // An answer of a user: to a question, or with an empty name to whatever was asked last.
        public void Reply(string value, string question)
        {
            var header = new JsonObject { ["msg_id"] = _session + "_" + ++_sent, ["msg_type"] = "input_reply", ["username"] = "spec", ["session"] = _session, ["date"] = DateTime.UtcNow.ToString("O"), ["version"] = "5.4" };
            var parent = question.Length == 0 ? new JsonObject() : new JsonObject { ["msg_id"] = question };
            var parts = new[] { header.ToJsonString(), parent.ToJsonString(), "{}", new JsonObject { ["value"] = value }.ToJsonString() }.Select(Encoding.UTF8.GetBytes).ToArray();
            var frames = new List<byte[]> { Encoding.ASCII.GetBytes("<IDS|MSG>"), Sign(parts) };
            frames.AddRange(parts);
            _input.Send(frames);
        }

        public void Dispose() { _shell.Dispose(); _control.Dispose(); _input.Dispose(); _output.Dispose(); }

        private Wire SocketOf(string channel) { return channel == "shell" ? _shell : channel == "control" ? _control : channel == "stdin" ? _input : _output; }

        private byte[] Sign(byte[][] parts)
        {
            using (var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key))
            {
                foreach (byte[] part in parts) hash.AppendData(part);
                return Encoding.ASCII.GetBytes(Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant());
            }
        }

        private Message Parse(List<byte[]> frames)
        {
            int start = frames.FindIndex(f => Encoding.ASCII.GetString(f) == "<IDS|MSG>");
            byte[][] parts = frames.Skip(start + 2).Take(4).ToArray();
            if (!Sign(parts).SequenceEqual(frames[start + 1])) throw new InvalidDataException("The signature is wrong.");
            return new Message { Id = (string)JsonNode.Parse(parts[0])["msg_id"], Type = (string)JsonNode.Parse(parts[0])["msg_type"], Parent = (string)JsonNode.Parse(parts[1])["msg_id"], Content = JsonNode.Parse(parts[3]) };
        }
    }
}
'@
}

# Starts a kernel in a pwsh of its own. Ports are the system's choice of the moment before: where another process was faster, there are others.
function Start-TestKernel([string]$Folder, [hashtable]$Environment = @{}, [string]$More = '') {
    foreach ($attempt in 1..5) {
        try { return Start-TestKernelOnce $Folder $Environment $More }
        catch { if ($attempt -eq 5 -or "$_" -notmatch 'could not be started') { throw } }
    }
}

function Start-TestKernelOnce([string]$Folder, [hashtable]$Environment, [string]$More) {
    $ports = Get-FreePort -Count 5
    $file = [ordered]@{
        transport = 'tcp'; ip = '127.0.0.1'; key = [guid]::NewGuid().ToString(); signature_scheme = 'hmac-sha256'
        shell_port = $ports[0]; control_port = $ports[1]; stdin_port = $ports[2]; iopub_port = $ports[3]; hb_port = $ports[4]
    }
    $path = [IO.Path]::Combine($Folder, "kernel-$([guid]::NewGuid().ToString('N')).json")
    [IO.File]::WriteAllText($path, (ConvertTo-Json $file))
    $process = Start-ChildShell "$(Get-ImportText); Start-CSharpKernel '$path' $More" $Environment
    $text = [Text.Json.Nodes.JsonNode]::Parse((ConvertTo-Json $file))
    $client = $null
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while (-not $client) {
        try { $client = [KernelSpec.Client]::new($text) }
        catch {
            if ($process.HasExited) { throw "The kernel has ended: $($process.StandardOutput.ReadToEnd()) $($process.StandardError.ReadToEnd())" }
            if ($waited.Elapsed.TotalSeconds -gt $processSeconds) { throw }
            Start-Sleep -Milliseconds 20
        }
    }

    @{ Process = $process; Client = $client; File = $text; Path = $path }
}

# Ends it, however it is.
function Stop-TestKernel($Kernel) {
    $Kernel.Client.Dispose()
    if (-not $Kernel.Process.HasExited) { $Kernel.Process.Kill($true) }
    $Kernel.Process.WaitForExit()
}

# Runs a cell; gives its answer, and what it has shown.
function Invoke-KernelCell($Kernel, [string]$Code, [hashtable]$More = @{}) {
    $content = @{ code = $Code; silent = $false; store_history = $true; user_expressions = @{}; allow_stdin = $true; stop_on_error = $true }
    foreach ($name in $More.Keys) { $content[$name] = $More[$name] }
    $content = ConvertTo-Json $content
    $id = $Kernel.Client.Send('shell', 'execute_request', $content)
    $output = $Kernel.Client.ReceiveUntilIdle($id)
    @{ Id = $id; Output = $output; Reply = $Kernel.Client.Receive('shell', $id) }
}

# All that a cell has written to a stream.
function Get-KernelText($Result, [string]$Name = 'stdout') {
    -join ($Result.Output | Where-Object { $_.Type -eq 'stream' -and $_.Text('name') -eq $Name } | ForEach-Object { $_.Text('text') })
}

# A kind of what a cell has given, or nothing.
function Get-KernelResult($Result, [string]$Kind = 'text/plain') {
    $Result.Output | Where-Object Type -In 'execute_result', 'display_data' | ForEach-Object { [string]$_.Content['data'][$Kind] }
}

# Interrupts the cell that has just begun, with one behind it; gives both answers.
function Stop-KernelCell($Kernel, [string]$Code) {
    $id = $Kernel.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = "Console.WriteLine(""begun"");`n$Code"; allow_stdin = $true }))
    $queued = $Kernel.Client.Send('shell', 'execute_request', '{"code": "\"not to be run\""}')
    $Kernel.Client.Await('shell')
    $null = $Kernel.Client.ReceiveOutput($id, 'stream')
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = $Kernel.Client.Send('control', 'interrupt_request', '{}')
    $stopped = $Kernel.Client.Receive('shell', $id)
    $time = $watch.Elapsed.TotalSeconds
    $null = $Kernel.Client.Receive('control')
    $aborted = $Kernel.Client.Receive('shell', $queued)
    $null = $Kernel.Client.ReceiveUntilIdle($queued)
    @{ Stopped = $stopped; Aborted = $aborted; Seconds = $time }
}

# Answers what a cell of the file's kernel asks.
function Receive-Question([string]$Id, [string]$Answer) {
    $question = $kernel.Client.Receive('stdin', $Id)
    $question.Type | Should -Be 'input_request'
    $null = $kernel.Client.Send('stdin', 'input_reply', (ConvertTo-Json @{ value = $Answer }))
    $question
}
