using System.Net.Http.Json;
using System.Runtime.CompilerServices;

record Product(int Id, string Name, decimal Price);
record Page(Product[] Items, string? Next);
record Stock(int Count);

var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };

// All pages, each asked for when the one before has been used up.
async IAsyncEnumerable<Product> ProductsAsync(Uri server, [EnumeratorCancellation] CancellationToken cancellation)
{
    for (string? next = "/products"; next is not null;)
    {
        var page = await http.GetFromJsonAsync<Page>(new Uri(server, next), cancellation) ?? throw new InvalidDataException($"{next} is empty.");
        foreach (var product in page.Items)
        {
            yield return product;
        }

        next = page.Next;
    }
}

async Task<Stock> StockAsync(Uri server, Product product, CancellationToken cancellation) =>
    await http.GetFromJsonAsync<Stock>(new Uri(server, $"/products/{product.Id}/stock"), cancellation) ?? throw new InvalidDataException($"There is no stock of {product.Id}.");
