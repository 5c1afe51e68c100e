using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.LocalServers.Processes;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Serving.Holds;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>One payment endpoint in a process of its own, on a database of its own.</summary>
internal sealed class ServedEndpoint : IAsyncDisposable
{
    private const string GatewayKey = "dev-gateway-key";
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly ChildProcess _process;
    private readonly HttpClient _control;

    private ServedEndpoint(EndpointStyle style, ScenarioDatabase database, ChildProcess process, Uri address)
    {
        Style = style;
        Database = database;
        Address = address;
        _process = process;
        _control = new HttpClient { BaseAddress = address };
    }

    public EndpointStyle Style { get; }

    public ScenarioDatabase Database { get; }

    public Uri Address { get; }

    /// <summary>What it printed last, for when something is wrong.</summary>
    public string Output => _process.Output;

    /// <summary>Processor time the endpoint's process has used since its start.</summary>
    public TimeSpan ProcessorTime => OwnProcess.ProcessorTimeOf(_process);

    public static async Task<ServedEndpoint> StartAsync(
        EndpointStyle style, DatabaseHome home, Gateway gateway, ApiPool pool, bool measuresHolds)
        => await StartAsync(
            style, home, await home.CreateAsync($"{style}".ToLowerInvariant()), gateway, pool, measuresHolds);

    /// <summary>The same on a database that is there; it is disposed with the endpoint.</summary>
    public static async Task<ServedEndpoint> StartAsync(
        EndpointStyle style,
        DatabaseHome home,
        ScenarioDatabase database,
        Gateway gateway,
        ApiPool pool,
        bool measuresHolds = false)
    {
        var environment = new Dictionary<string, string?>(
            ScenarioCaller.Settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Leasehold__Database__Provider"] = home.Name,
            ["Leasehold__Database__ConnectionString"] = database.Settings.ConnectionString,
            ["Leasehold__Pools__Api__Size"] = pool.Size.ToString(CultureInfo.InvariantCulture),
            ["Leasehold__Pools__Api__MaxOverflow"] = pool.MaxOverflow.ToString(CultureInfo.InvariantCulture),
            ["Leasehold__Pools__Api__AcquireTimeout"] = pool.AcquireTimeout.ToString("c"),
            ["Logging__LogLevel__Default"] = "Warning",
            ["PAYMENT_GATEWAY_URL"] = gateway.Address.AbsoluteUri.TrimEnd('/'),
            ["PAYMENT_GATEWAY_KEY"] = GatewayKey,
            ["PAYMENT_WEBHOOK_SECRET"] = "scenario-webhook-secret",

            // They would win over the settings above.
            ["DATABASE_URL"] = null,
            ["API_POOL_SIZE"] = null,
            ["API_POOL_MAX_OVERFLOW"] = null,
            ["API_POOL_TIMEOUT"] = null,
        };
        string[] arguments = measuresHolds
            ? [ServeCommand.Name, $"{style}", "--measure-holds"]
            : [ServeCommand.Name, $"{style}"];
        var (process, address) = await OwnProcess.ServeAsync(arguments, environment);
        return new ServedEndpoint(style, database, process, address);
    }

    /// <summary>How connections were held since the last time this was asked.</summary>
    public async Task<HoldFigures> TakeHoldsAsync()
    {
        using var answer = await _control.PostAsync(new Uri(ScenarioRoutes.Holds, UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<HoldFigures>(JsonSerializerOptions.Web))!;
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.TerminateAsync(StopTimeout);
        await _process.DisposeAsync();
        await Database.DisposeAsync();
    }
}
