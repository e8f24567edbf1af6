using System.Globalization;
using System.Runtime.CompilerServices;

record Entry(DateTimeOffset Time, string Level, string Message);

// The lines of a file, and then those that are added, for ever. The file may be emptied or replaced meanwhile, as logs are.
async IAsyncEnumerable<string> FollowAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
{
    using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
    var buffer = new byte[64 * 1024];
    long position = 0;
    do
    {
        int end;
        do
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
            if (file.Length < position)
            {
                position = 0;
            }

            // Whole lines only: the writer may be in the middle of the last one. One that is longer than the buffer comes in parts.
            file.Position = position;
            int count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            end = Array.LastIndexOf(buffer, (byte)'\n', Math.Max(count - 1, 0), count) + 1;
            end = end == 0 && count == buffer.Length ? count : end;
            position += end;
            foreach (string line in Encoding.UTF8.GetString(buffer, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return line.TrimEnd('\r');
            }
        }
        while (end > 0);
    }
    while (await timer.WaitForNextTickAsync(cancellation));
}

// "2026-11-29T10:00:00Z ERROR what happened"
Entry Parse(string line) =>
    line.Split(' ', 3) is [var time, var level, var message] && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var when)
        ? new(when, level, message)
        : new(DateTimeOffset.MinValue, "", line);
