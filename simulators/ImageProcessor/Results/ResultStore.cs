using Leasehold.Simulators.ImageProcessor.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Results;

/// <summary>Result files in a folder, each written beside its place and then moved into it.</summary>
internal sealed class ResultStore(ProcessorSettings settings, TimeProvider time)
{
    /// <summary>Set once the host listens.</summary>
    private volatile string _address = "";

    public void ServeFrom(string address)
    {
        _address = (settings.PublicUrl?.AbsoluteUri ?? address).TrimEnd('/');
        Directory.CreateDirectory(settings.Results);
    }

    public string AddressOf(string path) => _address + path;

    public async Task<string> WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var target = Path.Combine(settings.Results, name);
        var temporary = Path.Combine(settings.Results, $"{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return AddressOf($"/results/{name}");
    }

    public FileStream? TryOpen(string name)
    {
        try
        {
            return ResultName.IsOne(name)
                ? new FileStream(
                    Path.Combine(settings.Results, name),
                    new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan })
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes what has been kept long enough, half-written files included.</summary>
    public void Sweep()
    {
        var oldest = time.GetUtcNow().UtcDateTime - settings.KeepResults;
        foreach (var file in new DirectoryInfo(settings.Results).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < oldest)
            {
                file.Delete();
            }
        }
    }
}
