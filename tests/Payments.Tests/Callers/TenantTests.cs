using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.ServiceDefaults.Callers;

namespace Leasehold.Payments.Tests.Callers;

/// <summary>Two tenants on one service.</summary>
public sealed class TenantTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("payments-tests-");
    private readonly NewApiKey _keyOfA = ApiKeys.Create();
    private readonly NewApiKey _keyOfB = ApiKeys.Create();
    private GatewayUnderTest? _gateway;
    private ServiceUnderTest? _service;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _service = await ServiceUnderTest.StartAsync(
            _gateway.Url,
            $"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}",
            "--Leasehold:Keys:0:Name=a", "--Leasehold:Keys:0:Tenant=tenant-a",
                $"--Leasehold:Keys:0:Hash={_keyOfA.Hash}",
            "--Leasehold:Keys:1:Name=b", "--Leasehold:Keys:1:Tenant=tenant-b",
                $"--Leasehold:Keys:1:Hash={_keyOfB.Hash}");
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _gateway!.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task AnyRoute_OtherTenantsOrderAndPayment_IsNotThere()
    {
        var key = PaymentsApi.NewName("key");
        await OrderAsync(_keyOfA, "ORD-1");
        await PayAsync(_keyOfA, "ORD-1", key);

        Assert.Equal(404, (await AsAsync(_keyOfB, HttpMethod.Get, "/api/v1/orders/ORD-1")).Status);
        Assert.Equal(404, (await AsAsync(_keyOfB, HttpMethod.Post, "/api/v1/orders/ORD-1/cancel")).Status);
        Assert.Equal(404, (await AsAsync(_keyOfB, HttpMethod.Get, $"/api/v1/payments/PAY-{key}")).Status);
        Assert.Equal(404, (await AsAsync(_keyOfB, HttpMethod.Post, $"/api/v1/payments/PAY-{key}/refund")).Status);
        Assert.Equal(404, (await AsAsync(_keyOfB, HttpMethod.Post, $"/api/v1/payments/PAY-{key}/verify")).Status);
        Assert.Equal(404, (await PayAsync(_keyOfB, "ORD-1", PaymentsApi.NewName("key"))).Status);
    }

    [Fact]
    public async Task Webhook_NoKeyButSigned_IsTaken()
        => Assert.Equal(200, (await Webhook.About("any").SendAsync(_service!.Api)).Status);

    [Fact]
    public async Task Settlement_OtherTenantsDay_IsEmpty()
    {
        await OrderAsync(_keyOfA, "ORD-3");
        await PayAsync(_keyOfA, "ORD-3", PaymentsApi.NewName("key"));
        var day = TimeProvider.System.GetUtcNow();
        var path = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"/api/v1/settlements/{day:yyyy-MM-dd}");

        Assert.NotEmpty((await AsAsync(_keyOfA, HttpMethod.Get, path)).Text);
        Assert.Empty((await AsAsync(_keyOfB, HttpMethod.Get, path)).Text);
    }

    [Fact]
    public async Task Process_SameOrderNumberAndKeyOfTwoTenants_AreTwoPayments()
    {
        var key = PaymentsApi.NewName("key");
        await OrderAsync(_keyOfA, "ORD-2");
        await OrderAsync(_keyOfB, "ORD-2");

        var ofA = await PayAsync(_keyOfA, "ORD-2", key);
        var ofB = await PayAsync(_keyOfB, "ORD-2", key);

        Assert.Equal((200, 200, false), (ofA.Status, ofB.Status, ofB.IsReplayed));
        Assert.NotEqual(ofA["transaction_id"], ofB["transaction_id"], StringComparer.Ordinal);
        Assert.Equal(2, (await _gateway!.TotalsAsync()).Charges);
    }

    [Theory]
    [InlineData("/api/v1/orders/ORD-1", 401)]
    [InlineData("/leasehold/snapshot", 401)]
    [InlineData("/leasehold/operations", 401)]
    [InlineData("/leasehold/reviews", 401)]
    [InlineData("/leasehold/reconciliations", 401)]
    [InlineData("/api/v1/settlements/2026-01-01", 401)]
    [InlineData("/openapi/v1.json", 401)]
    [InlineData("/scalar/", 401)]
    [InlineData("/health", 200)]
    public async Task AnyRoute_NoKey_Is401ExceptHealth(string path, int status)
        => Assert.Equal(status, (await _service!.Api.SendAsync(HttpMethod.Get, path)).Status);

    [Theory]
    [InlineData("/leasehold/snapshot")]
    [InlineData("/leasehold/operations")]
    [InlineData("/leasehold/reviews")]
    [InlineData("/leasehold/reconciliations")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar/")]
    public async Task OperatorsRoute_KeyWithoutTheRole_Is403(string path)
        => Assert.Equal(403, (await AsAsync(_keyOfA, HttpMethod.Get, path)).Status);

    private Task<Reply> OrderAsync(NewApiKey key, string number)
        => AsAsync(key, HttpMethod.Post, "/api/v1/orders",
            $$"""{"order_number":"{{number}}","customer_id":"c","total_amount":1000}""");

    private Task<Reply> PayAsync(NewApiKey caller, string order, string key)
        => AsAsync(caller, HttpMethod.Post, "/api/v1/payments/process",
            $$"""{"order_number":"{{order}}","amount":1000,"card_token":"tok_visa"}""", ("Idempotency-Key", key));

    private Task<Reply> AsAsync(
        NewApiKey caller, HttpMethod method, string path, string? body = null, params (string Name,
            string Value)[] headers)
        => _service!.Api.SendAsync(
            method, path, body, CancellationToken.None, [.. headers, ("Authorization", $"Bearer {caller.Key}")]);
}
