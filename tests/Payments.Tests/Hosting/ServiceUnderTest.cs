using Leasehold.Payments.Payments;
using Leasehold.Payments.Reviews;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.Payments.Tests.Hosting;

/// <summary>The real service on a free port.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private static readonly string[] SecretSetting = [$"--PAYMENT_WEBHOOK_SECRET={Webhook.Secret}"];

    private HttpClient? _http;

    public ServiceUnderTest(string gatewayUrl, params string[] args)
        => _app = PaymentService.Build(
            [
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Debug",
                $"--PAYMENT_GATEWAY_URL={gatewayUrl}",
                "--Payments:Gateway:Timeout=00:00:03",

                // Most tests look at what an unknown outcome leaves behind, before anybody finds out more.
                "--Leasehold:Durable:Operations:payment.charge:FirstPause=00:05:00",
                "--Leasehold:Durable:Operations:payment.refund:FirstPause=00:05:00",
                .. args.Contains("--environment=Production") ? [] : SecretSetting,
                .. args,
            ],
            static builder =>
            {
                builder.Logging.ClearProviders();
                builder.Logging.AddFakeLogging();
            });

    public PaymentsApi Api => new(Http);

    public HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(_app.Urls.First()),
        Timeout = TimeSpan.FromMinutes(1),
    };

    public ConnectionPools Pools => _app.Services.GetRequiredService<ConnectionPools>();

    public DatabaseSettings Settings => _app.Services.GetRequiredService<DatabaseSettings>();

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    public static async Task<ServiceUnderTest> StartAsync(string gatewayUrl, params string[] args)
    {
        var service = new ServiceUnderTest(gatewayUrl, args);
        try
        {
            await service.StartAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public Task StartAsync() => _app.StartAsync();

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Reads or writes the service's tables, beside the service.</summary>
    public Task<T> QueryAsync<T>(Func<DataConnection, Task<T>> query)
        => Pools.InSessionAsync(Workload.Batch, async (session, _) =>
        {
            using var db = _app.Services.GetRequiredService<ServiceDatabase>().On(session);
            return await query(db);
        });

    public Task<int> CountAsync<T>()
        where T : class
        => QueryAsync(static db => db.GetTable<T>().CountAsync());

    /// <summary>What the log of the gateway's calls holds about a payment or refund operation.</summary>
    public Task<List<LogRow>> GatewayLogAsync(string operationId)
        => QueryAsync(db => db.QueryToListAsync<LogRow>(
            "SELECT direction AS Direction, outcome AS Outcome, body AS Body FROM gateway_log "
            + "WHERE operation_id = @id ORDER BY id",
            new DataParameter("id", operationId)));

    /// <summary>The operation id of a payment: the gateway's merchant_uid of it.</summary>
    public Task<string> OperationIdAsync(string paymentKey)
        => QueryAsync(db => db.GetTable<Payment>()
            .Where(p => p.IdempotencyKey == paymentKey).Select(static p => p.Id).SingleAsync());

    public Task<List<ReviewRow>> ReviewsOfAsync(string operationId)
        => QueryAsync(db => db.GetTable<ReviewRow>().Where(r => r.OperationId == operationId).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _app.DisposeAsync();
    }
}
