using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Specification.Tests.StartUp;

/// <summary>What a service learns about its settings and its server before it serves.</summary>
public abstract class StartUpSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    protected abstract string MaxConnections { get; }

    [Fact]
    public async Task Start_BudgetFitsTheServer_SaysNothing()
    {
        using var host = Host();

        await host.StartAsync(Ended);

        Assert.Empty(Logs.Of(LogEvents.BudgetAboveServer));
        Assert.Empty(Logs.Of(LogEvents.RecycleAboveServer));
    }

    [Fact]
    public async Task Start_BudgetTimesReplicasAboveTheServer_WarnsWithTheNumbers()
    {
        var limit = await Database.ReadAsync(MaxConnections);
        using var host = Host(("Leasehold:Replicas", "1000"));

        await host.StartAsync(Ended);

        var warning = Assert.Single(Logs.Of(LogEvents.BudgetAboveServer));
        Assert.Contains(limit.ToString(CultureInfo.InvariantCulture), warning, StringComparison.Ordinal);
        Assert.Contains("1000", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BudgetAboveTheServerAndCheckFails_RefusesToStart()
    {
        using var host = Host(("Leasehold:Replicas", "1000"), ("Leasehold:BudgetCheck", "Fail"));

        var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => host.StartAsync(Ended));

        Assert.Contains("Leasehold:Budget", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Leasehold:Replicas (1000)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BudgetAboveAConfiguredLimit_WarnsOfThatOne()
    {
        using var host = Host(("Leasehold:ServerConnectionLimit", "7"));

        await host.StartAsync(Ended);

        Assert.Contains(" 7 ", Assert.Single(Logs.Of(LogEvents.BudgetAboveServer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BudgetCheckOff_SaysNothing()
    {
        using var host = Host(("Leasehold:Replicas", "1000"), ("Leasehold:BudgetCheck", "Off"));

        await host.StartAsync(Ended);

        Assert.Empty(Logs.Of(LogEvents.BudgetAboveServer));
    }

    [Fact]
    public async Task Start_RecycleAboveTheServersIdleTimeOut_WarnsForThatPool()
    {
        using var host = Host(
            await WithIdleTimeoutAsync(TimeSpan.FromHours(2)), ("Leasehold:Pools:Batch:Recycle", "03:00:00"));

        await host.StartAsync(Ended);

        var warning = Assert.Single(Logs.Of(LogEvents.RecycleAboveServer));
        Assert.Contains("/Batch", warning, StringComparison.Ordinal);
        Assert.Contains("Leasehold:Pools:Batch:Recycle", warning, StringComparison.Ordinal);
    }

    /// <summary>Whatever AcquireTimeout is; by default that of batches is five minutes.</summary>
    [Fact]
    public async Task Start_DatabaseIsDown_ComesUpInTimeAndSaysSo()
    {
        using var host = Host(Database.UnreachableConnectionString, ("Leasehold:StartupTimeout", "00:00:00.5"));

        await host.StartAsync(Ended).WaitAsync(Patience, Ended);

        Assert.Contains("00:00:00.5", Assert.Single(Logs.Of(LogEvents.UnreachableAtStart)), StringComparison.Ordinal);
        AssertAtRest(host.Services.GetRequiredService<ConnectionPools>().Batch);
    }

    [Fact]
    public async Task Start_ServerIsSilent_ComesUpInTimeAndSaysSo()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var host = Host(
            Database.Via(((IPEndPoint)silent.LocalEndpoint).Port), ("Leasehold:StartupTimeout", "00:00:00.5"));

        await host.StartAsync(Ended).WaitAsync(Patience, Ended);

        Assert.Single(Logs.Of(LogEvents.UnreachableAtStart));
    }

    [Fact]
    public async Task Start_DatabaseIsDownAndThatIsToFail_RefusesToStart()
    {
        using var host = Host(
            Database.UnreachableConnectionString,
            ("Leasehold:StartupTimeout", "00:00:00.5"),
            ("Leasehold:FailStartWhenUnreachable", "true"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.StartAsync(Ended).WaitAsync(Patience, Ended));

        Assert.Contains("Leasehold:StartupTimeout (00:00:00.5", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Leasehold:FailStartWhenUnreachable", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.InnerException);
    }

    [Theory]
    [InlineData("Leasehold:Pools:Api:Size", "0")]
    [InlineData("Leasehold:Pools:Api:Size", "-3")]
    [InlineData("Leasehold:Pools:Api:AcquireTimeout", "00:00:00")]
    [InlineData("Leasehold:Pools:Api:MaxWaiters", "-1")]
    [InlineData("Leasehold:Pools:Api:Sise", "5")]
    [InlineData("Leasehold:Budget", "2")]
    [InlineData("Leasehold:Replicas", "0")]
    [InlineData("Leasehold:StartupTimeout", "00:00:00")]
    public async Task Start_BadSetting_RefusesToStartNamingIt(string setting, string value)
    {
        using var host = Host((setting, value));

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Ended).WaitAsync(Patience, Ended));

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>This database with an idle time-out of its own.</summary>
    protected abstract Task<string> WithIdleTimeoutAsync(TimeSpan timeout);

    protected abstract void Use(LeaseholdBuilder builder, string connectionString);

    private IHost Host(params (string Key, string Value)[] settings) => Host(Database.ConnectionString, settings);

    private IHost Host(string connectionString, params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.Services.AddSingleton<ILoggerFactory>(Logs);
        Use(builder.Services.AddLeasehold(builder.Configuration), connectionString);
        return builder.Build();
    }
}
