using System.Globalization;
using System.Reflection;
using Leasehold.LocalServers.Processes;

namespace Leasehold.Demo.Cluster;

/// <summary>One instance of a service: a process of its own, which may be killed.</summary>
internal sealed class ServiceInstance : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);

    /// <summary>Longer than the services' own bound for calls that are under way.</summary>
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly int _port;

    private ServiceInstance(ChildProcess process, int port)
    {
        _process = process;
        _port = port;
    }

    public int ProcessId => _process.Id;

    /// <summary>The command line that starts an instance at an address; settings come from the environment.</summary>
    public static string CommandLine(Assembly service, string url) =>
        $"dotnet '{Path.GetRelativePath(Environment.CurrentDirectory, service.Location)}' "
        + $"--environment=Development --urls={url}";

    /// <param name="service">The service's program.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<ServiceInstance> StartAsync(
        Assembly service,
        string url,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken)
    {
        var port = new Uri(url).Port;
        var process = ChildProcess.Start(ChildProcessOptions.ForDotnet(service.Location, Arguments(url)) with
        {
            // Ctrl+C in the terminal is for the demo, which stops the instances while they still have a database.
            OwnSession = true,
            Environment = settings.ToDictionary(
                static setting => setting.Key, static string? (setting) => setting.Value, StringComparer.Ordinal),
            OnOutput = line => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{port}] {line}")),
        });
        try
        {
            // The line first: something else on that port may be healthy too.
            await process.WaitForLineAsync("Now listening on", StartBound, cancellationToken);
            await process.WaitForHealthyAsync(new Uri($"{url}/health"), StartBound, cancellationToken);
            return new ServiceInstance(process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells when it ends, by itself or by somebody's hand.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var code = await _process.WaitForExitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The instance at port {_port}, process {ProcessId}, ended with exit code {code}. It is not restarted."));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.TerminateAsync(StopBound);
        await _process.DisposeAsync();
    }

    private static string[] Arguments(string url) =>
    [
        "--environment=Development",
        $"--urls={url}",
        "--Logging:Console:FormatterName=simple",
        "--Logging:Console:FormatterOptions:SingleLine=true",
    ];
}
