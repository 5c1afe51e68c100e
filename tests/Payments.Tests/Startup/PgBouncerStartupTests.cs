using System.Net;
using Leasehold.LocalServers.Poolers;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Startup;

/// <summary>Behind a pooler that lends a session of the server for one transaction only.</summary>
public sealed class PgBouncerStartupTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Migrations hold a lock of a session; the pooler would keep it, held by nobody.</summary>
    [Fact]
    public async Task Start_SeveralAtOnceBehindPgBouncer_AllMigrateAndAreHealthy()
    {
        var found = await TestServers.TryGetPostgreSqlAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        var available = await TestServers.TryStartPrivatePgBouncerAsync(
            found.Server.ConnectionString, cancellationToken: Cancelled);
        Assert.SkipWhen(available.IsMissing, available.Reason);
        await using var bouncer = available.Server;
        var direct = await found.Server.CreateDatabaseAsync("bounced", Cancelled);

        var services = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(bouncer, direct)));

        foreach (var service in services)
        {
            using var health = await service.Http.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            await service.DisposeAsync();
        }

        await found.Server.DropDatabaseAsync(direct, Cancelled);
    }

    private static Task<ServiceUnderTest> StartAsync(PgBouncer bouncer, string direct) => ServiceUnderTest.StartAsync(
        "http://127.0.0.1:1",
        "--Leasehold:Database:Provider=postgresql",
        $"--Leasehold:Database:ConnectionString={bouncer.Through(direct)}",
        $"--Leasehold:Database:DirectConnectionString={direct}",
        "--Leasehold:Pooler=Transaction",
        "--Leasehold:ServerConnectionLimit=1000");
}
