using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>A gateway in this process on a free port, with a ledger of its own.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly LedgerFolder? _folder;

    private RunningGateway(WebApplication app, LedgerFolder? folder)
    {
        _folder = folder;
        App = app;
        Client = new GatewayClient(app.Urls.Single());
    }

    public WebApplication App { get; }

    public GatewayClient Client { get; }

    public static Task<RunningGateway> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static Task<RunningGateway> StartAsync(TimeProvider? time, params string[] settings)
    {
        var folder = new LedgerFolder();
        return StartOnAsync(folder.File, folder, time, settings);
    }

    /// <summary>On a ledger that outlives the gateway.</summary>
    public static Task<RunningGateway> StartOnAsync(string ledger, params string[] settings) =>
        StartOnAsync(ledger, null, null, settings);

    /// <summary>The command line of a gateway of these tests.</summary>
    public static string[] Arguments(string ledger, params string[] settings) =>
    [
        "--urls=http://127.0.0.1:0", $"--PAYMENT_GATEWAY_KEY={GatewayClient.Key}", $"--Gateway:Ledger={ledger}",
        .. settings,
    ];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        _folder?.Dispose();
    }

    private static async Task<RunningGateway> StartOnAsync(
        string ledger, LedgerFolder? folder, TimeProvider? time, string[] settings)
    {
        var app = PaymentGatewayHost.Build(Arguments(ledger, settings), builder =>
        {
            builder.Logging.ClearProviders();
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }
        });
        await app.StartAsync();
        return new RunningGateway(app, folder);
    }
}
