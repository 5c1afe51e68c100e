using System.Data;
using System.Diagnostics;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Network;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>AcquireTimeout bounds the opening of a context's connection, on a network that does not answer.</summary>
/// <remarks>The driver's own bounds are far above those that are tried: whoever waits for it is late.</remarks>
public sealed class PostgreSqlOpenBoundTests : ContextSpecification<PostgreSqlContextDatabase>
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_IdleConnectionHangs_GetsAFreshOneWithinPrePingTimeout(bool asynchronously)
    {
        await using var proxy = TcpProxy.Start(Port);
        var services = BuildVia(proxy, Patience);
        await using var context = Create(services);
        var connection = context.Database.GetDbConnection();
        await context.Database.OpenConnectionAsync(Ended);
        await context.Database.CloseConnectionAsync();
        proxy.FreezeExisting();
        var started = Stopwatch.GetTimestamp();

        await OpenAsync(context, asynchronously);

        Assert.InRange(Stopwatch.GetElapsedTime(started), Check * 0.9, Late);
        Assert.Same(connection, context.Database.GetDbConnection());
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        await context.Database.CloseConnectionAsync();
        AssertAtRest(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ServerStopsAnswering_FailsAfterAcquireTimeoutAndTheContextCanGo(bool asynchronously)
    {
        await using var proxy = TcpProxy.Start(Port);
        var services = BuildVia(proxy, TimeSpan.FromSeconds(1));
        await using (var context = Create(services))
        {
            await context.Database.OpenConnectionAsync(Ended);
            await context.Database.CloseConnectionAsync();
            proxy.FreezeAll();
            var started = Stopwatch.GetTimestamp();

            await Assert.ThrowsAsync<ConnectTimeoutException>(() => OpenAsync(context, asynchronously));

            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), Late);
            started = Stopwatch.GetTimestamp();
            await context.DisposeAsync();
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Late);
        }

        proxy.Thaw();
        await using var next = Create(services);
        Assert.Equal(0, await next.Orders.CountAsync(Ended).WaitAsync(Patience, Ended));
    }

    [Fact]
    public async Task Open_ServerStopsAnswering_TheSameContextWorksWhenItAnswersAgain()
    {
        await using var proxy = TcpProxy.Start(Port);
        var services = BuildVia(proxy, TimeSpan.FromSeconds(1));
        await using var context = Create(services);
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        proxy.FreezeAll();
        await Assert.ThrowsAsync<ConnectTimeoutException>(() => OpenAsync(context, asynchronously: true));

        proxy.CutAll();
        proxy.Thaw();

        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        AssertAtRest(services);
    }

    // Too old when it comes back: the driver closes it, and would connect on the context's own.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_IdleConnectionIsTooOldAndServerStopsAnswering_FailsAfterAcquireTimeout(bool asynchronously)
    {
        var recycle = TimeSpan.FromSeconds(1);
        await using var proxy = TcpProxy.Start(Port);
        var services = BuildVia(
            proxy, TimeSpan.FromSeconds(1), options => options.Pools["Api"].Recycle = recycle);
        await using var context = Create(services);
        await context.Database.OpenConnectionAsync(Ended);
        await Task.Delay(recycle * 1.5, Ended);
        await context.Database.CloseConnectionAsync();
        proxy.FreezeAll();
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<ConnectTimeoutException>(() => OpenAsync(context, asynchronously));

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), Late);
        proxy.CutAll();
        proxy.Thaw();
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ThreadIsInterruptedWhileConnecting_TheContextIsAtRest(bool onItsOwnConnection)
    {
        await using var proxy = TcpProxy.Start(Port);
        var services = BuildVia(proxy, TimeSpan.FromSeconds(10));
        using var context = Create(services);
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        await using var thief = OwnedConnection.SourceOf(PoolsOf(services).Api).CreateConnection();
        if (onItsOwnConnection)
        {
            await thief.OpenAsync(Ended); // the idle one, which the pool still counts on
        }
        else
        {
            PoolsOf(services).Api.Clear();
        }

        var before = proxy.AcceptedCount;
        proxy.FreezeAll();
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(context.Database.OpenConnection));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => proxy.AcceptedCount > before, Patience), "It connects.");

        thread.Interrupt();

        if (thread.Join(Late / 4))
        {
            Assert.Equal(ConnectionState.Closed, context.Database.GetDbConnection().State);
        }

        proxy.CutAll(); // else the driver reads on for as long as it is allowed to connect
        Assert.True(thread.Join(Late));
        Assert.IsType<ThreadInterruptedException>(failure);
        Assert.Equal(ConnectionState.Closed, context.Database.GetDbConnection().State);
        proxy.Thaw();
        Assert.Equal(0, context.Orders.Count());
    }

    [Fact]
    public async Task Open_EveryCheckHangs_SaysWhichSettingBoundsIt()
    {
        await using var proxy = TcpProxy.Start(Port);
        var services = BuildVia(proxy, Patience, options => options.OnConnectionOpened = (_, _) =>
        {
            proxy.FreezeExisting(); // it has connected, and answers no more
            return default;
        });
        await using var context = Create(services);

        var failure = await Assert.ThrowsAsync<ConnectTimeoutException>(() => OpenAsync(context, asynchronously: true));

        Assert.Contains("PrePingTimeout", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Check, failure.Limit);
    }

    // The one place is the pool's only one: what hangs, hangs on an idle connection of it.
    private ServiceProvider BuildVia(TcpProxy proxy, TimeSpan acquireTimeout, Action<LeaseholdOptions>? more = null)
        => Build(
            connectionString: new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = proxy.Port }
                .ConnectionString,
            all: options =>
            {
                var api = options.Pools["Api"];
                (api.AcquireTimeout, api.PrePingBypass, api.PrePingTimeout, api.ConnectTimeout)
                    = (acquireTimeout, TimeSpan.Zero, Check, TimeSpan.FromSeconds(12));
                more?.Invoke(options);
            });

    private int Port => new NpgsqlConnectionStringBuilder(Database.ConnectionString).Port;

    // A caller that blocks does so on a thread of its own.
    private static Task OpenAsync(ShopContext context, bool asynchronously)
        => asynchronously
            ? context.Database.OpenConnectionAsync(Ended)
            : Task.Factory.StartNew(
                context.Database.OpenConnection, Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
