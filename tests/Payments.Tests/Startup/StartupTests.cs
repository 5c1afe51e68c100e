using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Tests.Startup;

/// <summary>What is wrong with the settings is found at start-up, and said.</summary>
public sealed class StartupTests : IDisposable
{
    private const string NoGateway = "http://127.0.0.1:9";

    private readonly TemporaryFolder _folder = new("payments-tests-");

    private string Database => $"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}";

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("PAYMENT_GATEWAY_DECLINED_STATES", "failed,success")]
    [InlineData("PAYMENT_GATEWAY_DECLINED_STATES", "no money")]
    [InlineData("PAYMENT_GATEWAY_DECLINED_STATUSES", "402,500")]
    [InlineData("PAYMENT_GATEWAY_DECLINED_STATUSES", "429")]
    [InlineData("PAYMENT_GATEWAY_DECLINED_STATUSES", "four")]
    [InlineData("Payments:TimeZone", "Asia/Nowhere")]
    public async Task Start_SettingThatIsNone_IsRefusedByName(string setting, string value)
    {
        var problem = await FailAsync($"--{setting}={value}");

        Assert.IsType<OptionsValidationException>(problem);
        Assert.Contains(setting, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProductionWithoutGatewayKey_IsRefused()
    {
        var problem = await FailAsync("--environment=Production", "--PAYMENT_WEBHOOK_SECRET=whsec");

        Assert.IsType<OptionsValidationException>(problem);
        Assert.Contains("PAYMENT_GATEWAY_KEY", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProductionWithoutWebhookSecret_IsRefused()
    {
        var problem = await FailAsync(
            "--environment=Production", "--PAYMENT_GATEWAY_KEY=k");

        Assert.IsType<ServiceStartException>(problem);
        Assert.Contains("PAYMENT_WEBHOOK_SECRET", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WebhookSecretThatIsNoBase64AfterItsPrefix_IsRefused()
    {
        var problem = await FailAsync(
            "--environment=Production", "--PAYMENT_GATEWAY_KEY=k", "--PAYMENT_WEBHOOK_SECRET=whsec_not-base64!");

        Assert.IsType<ServiceStartException>(problem);
        Assert.Contains("PAYMENT_WEBHOOK_SECRET", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-base64", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData(Webhook.Secret, 200)]
    public async Task Start_Development_SaysThatWebhooksAreRefusedOnlyWithoutASecret(string secret, int status)
    {
        await using var service = await ServiceUnderTest.StartAsync(
            NoGateway, Database, $"--PAYMENT_WEBHOOK_SECRET={secret}");

        Assert.Equal(status, (await Webhook.About("any").SendAsync(service.Api)).Status);
        Assert.Equal(status == 401, service.Logs.GetSnapshot().Any(static record =>
            record.Message.Contains("PAYMENT_WEBHOOK_SECRET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_ProductionWithBothAndAKey_Serves()
    {
        await using var service = await ServiceUnderTest.StartAsync(
            NoGateway,
            [
                Database, "--environment=Production", "--PAYMENT_GATEWAY_KEY=k", "--PAYMENT_WEBHOOK_SECRET=s",
                "--Leasehold:Keys:0:Name=shop", "--Leasehold:Keys:0:Tenant=acme",
                $"--Leasehold:Keys:0:Hash={ApiKeys.Create().Hash}",
            ]);

        Assert.Equal(200, (await service.Api.SendAsync(HttpMethod.Get, "/health")).Status);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0")]
    [InlineData("--urls=http://0.0.0.0:0")]
    public async Task Start_ProductionWithoutKeys_IsRefusedSayingHowToMakeOne(string urls)
    {
        var problem = await FailAsync(
            "--environment=Production", "--PAYMENT_GATEWAY_KEY=k", "--PAYMENT_WEBHOOK_SECRET=s", urls);

        Assert.IsType<ServiceStartException>(problem);
        Assert.Contains("new-key", problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("pay.db")));
    }

    [Theory]
    [InlineData("--Payments:Gateway:Url=ftp://gateway", "PAYMENT_GATEWAY_URL")]
    [InlineData("--Payments:Gateway:Url=http://user:secret-word@gateway", "PAYMENT_GATEWAY_URL")]
    [InlineData("--Payments:Gateway:Timeout=00:00:00", "Timeout")]
    [InlineData("--Leasehold:Database:Provider=oracle", "Leasehold:Database:Provider")]
    [InlineData("--Leasehold:Database:ConnectionString=", "Leasehold:Database:ConnectionString")]
    [InlineData("--Leasehold:Pools:Api:Size=0", "Size")]
    [InlineData("--Leasehold:Pools:Api:Sice=5", "Sice")]
    [InlineData("--urls=http://0.0.0.0:0", "Leasehold:Keys")]
    public async Task Start_BadSetting_IsNamed(string arg, string named)
    {
        var problem = await FailAsync(arg);

        Assert.Contains(named, problem.GetBaseException().Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseInAMissingFolder_CreatesIt()
    {
        await using var service = await ServiceUnderTest.StartAsync(
            NoGateway, $"--DATABASE_URL=sqlite:///{_folder.File("deep/er/pay.db")}");

        Assert.Equal(201, (await service.Api.CreateOrderAsync("ORD-1", "100")).Status);
    }

    [Fact]
    public async Task Start_AgainOnItsOwnDatabase_KeepsWhatIsThere()
    {
        await using (var first = await ServiceUnderTest.StartAsync(NoGateway, Database))
        {
            await first.Api.CreateOrderAsync("ORD-1", "100");
        }

        await using var second = await ServiceUnderTest.StartAsync(NoGateway, Database);

        Assert.Equal(200, (await second.Api.ReadOrderAsync("ORD-1")).Status);
    }

    [Fact]
    public void Pools_ByDefault_AreThoseOfThePaymentService()
    {
        var configuration = PaymentsSettings.Defaults;

        Assert.Equal(("30", "20", "00:00:20"), (
            configuration["Leasehold:Pools:Api:Size"],
            configuration["Leasehold:Pools:Api:MaxOverflow"],
            configuration["Leasehold:Pools:Api:AcquireTimeout"]));
        Assert.Equal(("5", "5", "00:02:00"), (
            configuration["Leasehold:Pools:Background:Size"],
            configuration["Leasehold:Pools:Background:MaxOverflow"],
            configuration["Leasehold:Pools:Background:AcquireTimeout"]));
        Assert.Equal("00:30:00", configuration["Leasehold:Pools:Api:Recycle"]);
    }

    private async Task<Exception> FailAsync(params string[] args)
        => await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var service = await ServiceUnderTest.StartAsync(NoGateway, [Database, .. args]);
        });
}
