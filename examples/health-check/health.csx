record Health(string Url, bool IsUp, int? Status, int Attempts, string? Problem);

// One client for all: it keeps connections, and gives them up in time for a change of DNS to be seen.
var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = Timeout.InfiniteTimeSpan };

async Task<Health> CheckAsync(string url, int retries, TimeSpan timeout, CancellationToken cancellation)
{
    for (int attempt = 1; ; attempt++)
    {
        int? status = null;
        string? problem;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            status = (int)response.StatusCode;
            problem = response.IsSuccessStatusCode ? null : response.ReasonPhrase;
        }
        catch (HttpRequestException e)
        {
            problem = e.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            problem = $"no answer within {timeout.TotalSeconds} s";
        }

        if (problem is null || attempt > retries || !IsTransient(status))
        {
            return new(url, problem is null, status, attempt, problem);
        }

        // Twice as long each time, and never the same for all, so that a server that is getting up is not knocked over.
        double milliseconds = 100 * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellation);
    }
}

bool IsTransient(int? status) => status is null or 408 or 429 or >= 500;
