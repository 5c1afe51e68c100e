using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Poolers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>Starts a private server or skips the test with the reason why that is not possible.</summary>
internal static class PrivateServers
{
    public static async Task<IDatabaseServer> PostgreSqlAsync(DatabaseServerOptions? options = null) =>
        ServerOrSkip(await TestServers.TryStartPrivatePostgreSqlAsync(options, TestContext.Current.CancellationToken));

    public static async Task<IDatabaseServer> MariaDbAsync(DatabaseServerOptions? options = null) =>
        ServerOrSkip(await TestServers.TryStartPrivateMariaDbAsync(options, TestContext.Current.CancellationToken));

    public static async Task<IDatabaseServer> FirebirdAsync(DatabaseServerOptions? options = null) =>
        ServerOrSkip(await TestServers.TryStartPrivateFirebirdAsync(options, TestContext.Current.CancellationToken));

    public static async Task<PgBouncer> PgBouncerAsync(IDatabaseServer server, PgBouncerOptions? options = null) =>
        ServerOrSkip(await TestServers.TryStartPrivatePgBouncerAsync(
            server.ConnectionString, options, TestContext.Current.CancellationToken));

    private static TServer ServerOrSkip<TServer>(ServerAvailability<TServer> found)
        where TServer : class
    {
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }
}
