using System.Runtime.CompilerServices;
using System.Security.Cryptography;

public sealed record DuplicateFile(string Hash, long Length, string[] Paths);

public sealed record LineCount(string Path, long Lines);

public static class FileTools
{
    /// <summary>Files with the same content. Only those of the same length are read at all.</summary>
    public static async IAsyncEnumerable<DuplicateFile> DuplicatesAsync(IEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var sameLength in paths.Select(path => new FileInfo(path)).GroupBy(file => file.Length).Where(group => group.Count() > 1).OrderByDescending(group => group.Key))
        {
            var hashed = await Task.WhenAll(sameLength.Select(async file => (file.FullName, Hash: await HashAsync(file.FullName, cancellation))));
            foreach (var same in hashed.GroupBy(file => file.Hash).Where(group => group.Count() > 1))
            {
                yield return new(same.Key, sameLength.Key, [.. same.Select(file => file.FullName).Order(StringComparer.Ordinal)]);
            }
        }
    }

    public static async Task<LineCount> CountLinesAsync(string path, CancellationToken cancellation)
    {
        using var reader = new StreamReader(path);
        long lines = 0;
        while (await reader.ReadLineAsync(cancellation) is not null)
        {
            lines++;
        }

        return new(path, lines);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, cancellation));
    }
}
