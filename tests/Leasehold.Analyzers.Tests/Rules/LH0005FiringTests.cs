namespace Leasehold.Analyzers.Tests;

public sealed class LH0005FiringTests() : RuleSpecification(new BackgroundWorkAnalyzer())
{
    [Theory]
    [InlineData("await using var lease = await pools.[|Api|].LeaseAsync(stop);")]
    [InlineData("await using var connection = await pools.[|Api|].OpenConnectionAsync(stop);")]
    [InlineData(
        """
        await pools.InSessionAsync(Workload.[|Api|], (session, token) =>
        session.Connection.ExecuteAsync("SELECT 1"), stop);
        """)]
    [InlineData("using var flow = Flow.Begin(\"sweep\", Workload.[|Api|]);")]
    [InlineData("var pool = pools.[|Api|]; await using var lease = await pool.LeaseAsync(stop);")]
    [InlineData("await using var lease = await pools[Workload.[|Api|]].LeaseAsync(stop);")]
    [InlineData(
        """
        await Task.WhenAll(new[] { 1 }.Select(async _ => {
        await using var lease = await pools.[|Api|].LeaseAsync(stop); }));
        """)]
    public Task Workload_OfTheApiInABackgroundService_Fires(string body) => Fires(
        $$"""
        members:
        public sealed class Sweeper(ConnectionPools pools) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """);

    [Fact]
    public Task Workload_OfTheApiInAHostedServiceOrWhatIsNestedInIt_Fires() => Fires(
        """
        members:
        public sealed class Warmer(ConnectionPools pools) : Microsoft.Extensions.Hosting.IHostedService
        {
            public async Task StartAsync(CancellationToken token)
            {
                await using var lease = await pools.[|Api|].LeaseAsync(token);
            }
            public Task StopAsync(CancellationToken token) => new Step(pools).RunAsync();
            private sealed class Step(ConnectionPools pools)
            {
                public async Task RunAsync() { await using var l = await pools.[|Api|].LeaseAsync(); }
            }
        }
        """);

    [Fact]
    public Task Workload_OfTheApiInAQuartzJob_Fires() => Fires(
        """
        members:
        public sealed class Nightly(ConnectionPools pools) : Quartz.IJob
        {
            public async ValueTask Execute(Quartz.IJobExecutionContext context, CancellationToken token)
            {
                await using var lease = await pools.[|Api|].LeaseAsync();
            }
        }
        """);

    [Theory]
    [InlineData("_ = [|Task.Run(() => shop.SaveChangesAsync())|];")]
    [InlineData("[|Task.Run(async () => { await shop.Orders.ToListAsync(); })|];")]
    [InlineData(
        """
        var a = [|Task.Run(() => shop.Orders.Count())|]; var b = [|Task.Run(() => shop.Orders.Max(o => o.Id))|];
        await Task.WhenAll(a, b);
        """)]
    [InlineData("[|Task.Run(shop.SaveChanges)|];")]
    [InlineData("_ = [|Task.Factory.StartNew(() => shop.SaveChanges())|];")]
    [InlineData("[|ThreadPool.QueueUserWorkItem(_ => shop.SaveChanges())|];")]
    [InlineData("[|ThreadPool.UnsafeQueueUserWorkItem(static state => ((Shop)state!).SaveChanges(), shop)|];")]
    [InlineData(
        """
        await using var c = await source.OpenConnectionAsync(ct);
        _ = [|Task.Run(() => c.ExecuteAsync("SELECT 1"))|];
        """)]
    [InlineData(
        """
        await using var lease = await pools.Api.LeaseAsync(ct);
        _ = [|Task.Run(() => lease.Connection.Execute("SELECT 1"))|];
        """)]
    [InlineData(
        """
        await pools.InSessionAsync((session, token) => { _ = [|Task.Run(() => session.CommitAsync())|];
        return Task.CompletedTask; }, ct);
        """)]
    public Task Capture_ByWorkThatIsStarted_Fires(string body) => Fires(body);

    [Theory]
    [InlineData("_ = [|shop.SaveChangesAsync(ct)|];")]
    [InlineData("[|shop.SaveChangesAsync(ct)|];")]
    [InlineData("_ = [|AuditAsync(shop)|]; static Task AuditAsync(Shop shop) => shop.SaveChangesAsync();")]
    [InlineData("_ = [|Retry(() => shop.SaveChangesAsync())|]; static Task Retry(Func<Task> work) => work();")]
    public Task Capture_ByATaskThatIsDropped_Fires(string body) => Fires(body);

    [Fact]
    public Task Capture_OfWhatIsMadeOfAContextOrRegisteredAsScoped_Fires() => Fires(
        """
        members:
        public static void Configure(Microsoft.Extensions.DependencyInjection.IServiceCollection services)
            => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions
                .AddScoped<IAudit, Audit>(services);
        public sealed class Orders(Shop shop, IAudit audit)
        {
            public Task SaveAsync() => shop.SaveChangesAsync();
            public void Log() { _ = [|audit.WriteAsync()|]; }
        }
        public static void Run(Orders orders, Microsoft.AspNetCore.Http.HttpContext http)
        {
            _ = [|orders.SaveAsync()|];
            [|Task.Run(() => http.Response.StatusCode)|];
        }
        public interface IAudit { Task WriteAsync(); }
        public sealed class Audit : IAudit { public Task WriteAsync() => Task.CompletedTask; }
        """);

    [Fact]
    public async Task Message_NamesWhatIsTakenAlong() => Assert.StartsWith(
        "'shop' may be disposed, or used by two at once",
        await MessageOf("_ = Task.Run(() => shop.SaveChangesAsync());"),
        StringComparison.Ordinal);
}
