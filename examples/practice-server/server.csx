// A server to practise on: the other examples ask it, so that they need no network. Its value is its address.
#r "framework: Microsoft.AspNetCore.App"
using System.Collections.Concurrent;
using System.Net.WebSockets;

record Product(int Id, string Name, decimal Price);

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.UseWebSockets();

// Every tenth site is down, and every seventh answers only when it is asked a second time.
var asked = new ConcurrentDictionary<int, int>();
app.MapGet("/site/{number:int}", (int number) =>
    number % 10 == 0 ? Results.StatusCode(503)
    : number % 7 == 0 && asked.AddOrUpdate(number, 1, (_, times) => times + 1) == 1 ? Results.StatusCode(503)
    : Results.Text("up"));

app.MapGet("/", () => "A server to practise on.");

// Five products a page.
var products = Enumerable.Range(1, 12).Select(id => new Product(id, $"Product {id}", id * 1.5m)).ToArray();
app.MapGet("/products", (int page = 1) => new
{
    Items = products.Skip((page - 1) * 5).Take(5),
    Next = page * 5 < products.Length ? $"/products?page={page + 1}" : null,
});
app.MapGet("/products/{id:int}/stock", (int id) => new { Count = id % 4 * 10 });

// Sends back what it gets, in capitals, then ten numbers where it is asked to count.
app.Map("/socket", async (HttpContext context) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[1024];
    while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
    {
        string text = Encoding.UTF8.GetString(buffer, 0, message.Count);
        IEnumerable<string> answers = text == "count" ? Enumerable.Range(1, 10).Select(n => n.ToString()) : [text.ToUpperInvariant()];
        foreach (string answer in answers)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        }
    }

    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
});

await app.StartAsync(CancellationToken);
app.Urls.Single()
