using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Processes;

namespace Leasehold.Images.Tests.Recovery;

/// <summary>The service in a process of its own, that can be killed.</summary>
internal sealed class ChildService : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private ChildService(ChildProcess process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Http { get; }

    public ImagesApi Api => new(Http);

    public static async Task<ChildService> StartAsync(params string[] args)
    {
        var process = ChildProcess.StartDotnet(
            Path.Combine(AppContext.BaseDirectory, "Images.dll"),
            ["--environment=Development", "--urls=http://127.0.0.1:0", .. args],
            new Dictionary<string, string?>(StringComparer.Ordinal));
        try
        {
            var line = await process.WaitForLineAsync(Listening, Patience);
            return new ChildService(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal)
                + Listening.Length)..].Trim()));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: nothing is said, handed back or flushed.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Http.Dispose();
    }
}
