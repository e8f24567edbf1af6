using System.Net.WebSockets;
using System.Runtime.CompilerServices;

async Task<ClientWebSocket> ConnectAsync(Uri address, CancellationToken cancellation)
{
    var socket = new ClientWebSocket();
    await socket.ConnectAsync(address, cancellation);
    return socket;
}

Task SendAsync(WebSocket socket, string text, CancellationToken cancellation) =>
    socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellation);

// The messages, until the server closes. A message may come in several pieces.
async IAsyncEnumerable<string> MessagesAsync(WebSocket socket, [EnumeratorCancellation] CancellationToken cancellation)
{
    var buffer = new byte[4096];
    using var message = new MemoryStream();
    while (await socket.ReceiveAsync(buffer, cancellation) is { MessageType: not WebSocketMessageType.Close } piece)
    {
        message.Write(buffer, 0, piece.Count);
        if (piece.EndOfMessage)
        {
            yield return Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
            message.SetLength(0);
        }
    }
}
