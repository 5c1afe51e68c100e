using System.Runtime.CompilerServices;

namespace Leasehold.Images.Blobs;

/// <summary>Files in a folder. A blob is written beside its place, flushed to the disk, and moved into it.</summary>
internal sealed class LocalBlobStore(string folder) : IBlobStore
{
    private const string Temporary = ".tmp";
    private const int BufferBytes = 64 * 1024;

    private readonly string _folder = Path.GetFullPath(folder);

    public async Task WriteAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var target = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);

        // In the same folder: a move within a file system is one step, across two it would be a copy.
        var temporary = $"{target}.{Guid.NewGuid():N}{Temporary}";
        try
        {
            await using (var file = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true))
            {
                await content.CopyToAsync(file, BufferBytes, cancellationToken);
                await file.FlushAsync(cancellationToken);

                // The row that will name the blob survives a power cut, so the blob has to as well. On a thread of the
                // pool: there is no asynchronous form.
                await Task.Run(() => file.Flush(flushToDisk: true), cancellationToken);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public Task<BlobContent?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(
                PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, true);
            return Task.FromResult<BlobContent?>(new BlobContent(file, file.Length));
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<BlobContent?>(null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    /// <summary>Half-written files are listed too, under keys that no image has: the sweep takes them.</summary>
    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(_folder);
        if (!root.Exists)
        {
            yield break;
        }

        await Task.Yield();
        foreach (var file in root.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = Path.GetRelativePath(_folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (IsOurs(key))
            {
                yield return new BlobEntry(key, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
            }
        }
    }

    // A file that somebody put into the folder is none of ours and stays.
    private static bool IsOurs(string key)
        => BlobKey.IsOne(key)
            || (key.EndsWith(Temporary, StringComparison.Ordinal)
                && key.Length > Temporary.Length + 33
                && BlobKey.IsOne(key[..^(Temporary.Length + 33)]));

    private string PathOf(string key)
        => IsOurs(key)
            ? Path.Combine(_folder, key.Replace('/', Path.DirectorySeparatorChar))
            : throw new ArgumentException("It is not the key of a blob.", nameof(key));
}
