using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.LocalServers.Processes;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Images;

/// <summary>The image service in a process of its own.</summary>
internal sealed class ServedImages : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private ServedImages(ChildProcess process, Uri address)
    {
        Address = address;
        _process = process;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(3),
            DefaultRequestHeaders = { Authorization = ScenarioCaller.Authorization },
        };
    }

    public Uri Address { get; }

    public string Output => _process.Output;

    /// <inheritdoc cref="ServedEndpoint.ProcessorTime"/>
    public TimeSpan ProcessorTime => OwnProcess.ProcessorTimeOf(_process);

    public static async Task<ServedImages> StartAsync(
        DatabaseHome home, ScenarioDatabase database, ProcessorProcess processor, int poolSize, int concurrency)
    {
        var environment = new Dictionary<string, string?>(
            ScenarioCaller.Settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Leasehold__Database__Provider"] = home.Name,
            ["Leasehold__Database__ConnectionString"] = database.Settings.ConnectionString,
            ["Leasehold__Pools__Api__Size"] = poolSize.ToString(CultureInfo.InvariantCulture),
            ["Leasehold__Pools__Api__MaxOverflow"] = "0",
            ["Leasehold__Durable__MaxConcurrency"] = concurrency.ToString(CultureInfo.InvariantCulture),
            ["Leasehold__Durable__Claim"] = "00:00:05",
            ["Logging__LogLevel__Default"] = "Warning",
            ["IMAGE_PROCESSOR_URL"] = processor.Address.AbsoluteUri.TrimEnd('/'),
            ["Images__AllowedHosts__0"] = processor.Address.Authority,
            ["Images__SyncWait"] = "00:02:00",

            // They would win over the settings above, or add work that is not measured.
            ["DATABASE_URL"] = null,
            ["STORAGE_BUCKET"] = "",
            ["API_POOL_SIZE"] = null,
            ["API_POOL_MAX_OVERFLOW"] = null,
            ["API_POOL_TIMEOUT"] = null,
        };
        var (process, address) = await OwnProcess.ServeAsync([ServeCommand.ImagesName], environment);
        return new ServedImages(process, address);
    }

    /// <summary>Asks for one image; its task id, or null when the answer was not the expected one.</summary>
    public async Task<string?> ProcessAsync(string route, string url, int expected)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync($"/api/v1/images/{route}", new { url });
            return (int)answer.StatusCode == expected
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("task_id").GetString()
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<string?> StatusAsync(string taskId)
    {
        using var answer = await _http.GetAsync($"/api/v1/images/{taskId}");
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()
            : null;
    }

    /// <summary>The most connections of the Api pool that were leased at once since the start.</summary>
    public async Task<int> PeakAsync()
    {
        var snapshot = await _http.GetFromJsonAsync<JsonElement>("/leasehold/snapshot");
        return FindPools(snapshot)
            .Where(static pool => pool.GetProperty("workload").ValueEquals("Api"))
            .Max(static pool => pool.GetProperty("peak_in_use").GetInt32());
    }

    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            await _process.TerminateAsync(StopTimeout);
        }

        await _process.DisposeAsync();
    }

    private static IEnumerable<JsonElement> FindPools(JsonElement snapshot)
        => snapshot.GetProperty("databases").EnumerateArray()
            .SelectMany(static database => database.GetProperty("pools").EnumerateArray());
}
