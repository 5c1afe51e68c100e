namespace Leasehold.Analyzers.Tests;

public sealed class LH0005QuietTests() : RuleSpecification(new BackgroundWorkAnalyzer())
{
    [Theory]
    [InlineData("await using var lease = await pools.Background.LeaseAsync(stop);")]
    [InlineData("await using var lease = await pools.Batch.LeaseAsync(stop);")]
    [InlineData(
        """
        await pools.InSessionAsync(Workload.Background, (session, token) =>
        session.Connection.ExecuteAsync("SELECT 1"), stop);
        """)]
    [InlineData("using var flow = Flow.Begin(\"sweep\", Workload.Batch);")]
    [InlineData("Console.WriteLine(pools.Api.Snapshot());")]
    [InlineData("Console.WriteLine(pools.Api.Name);")]
    [InlineData("if (Flow.Current?.Workload == Workload.Api) { return; }")]
    [InlineData("foreach (var pool in pools.All) { pool.Clear(); }")]
    public Task Workload_ThatIsItsOwnInABackgroundService_StaysQuiet(string body) => Quiet(
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
    public Task Workload_OfTheApiInARequest_StaysQuiet() => Quiet(
        "await using var lease = await pools.Api.LeaseAsync(ct);");

    [Theory]
    [InlineData("await Task.Run(() => shop.SaveChanges(), ct);")]
    [InlineData("var count = await Task.Run(() => shop.Orders.Count()).ConfigureAwait(false);")]
    [InlineData("await shop.SaveChangesAsync(ct);")]
    [InlineData("_ = await shop.SaveChangesAsync(ct);")]
    [InlineData("_ = shop.Add(new Order());")]
    [InlineData("var saving = shop.SaveChangesAsync(ct); await saving;")]
    [InlineData(
        """
        _ = Task.Run(async () => { await using var own = new Shop(new DbContextOptions<Shop>());
        await own.SaveChangesAsync(); });
        """)]
    [InlineData("_ = Task.Run(async () => { await using var c = await source.OpenConnectionAsync(); });")]
    [InlineData(
        """
        _ = pools.InSessionAsync(Workload.Background, (session, token) =>
        session.Connection.ExecuteAsync("SELECT 1"));
        """)]
    [InlineData(
        """
        var c = await source.OpenConnectionAsync(ct); _ = Task.Run(async () => {
        await c.ExecuteAsync("SELECT 1"); await c.DisposeAsync(); });
        """)]
    [InlineData(
        """
        var c = source.OpenConnection(); _ = PumpAsync(c); static async Task PumpAsync(DbConnection c) {
        await using (c) { await c.ExecuteAsync("SELECT 1"); } }
        """)]
    [InlineData(
        """
        var c = source.OpenConnection();
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.c.Dispose(), (id, c), preferLocal: false);
        """)]
    [InlineData("await using var c = source.OpenConnection(); _ = c.DisposeAsync();")]
    [InlineData("_ = Task.Run(() => http.GetStringAsync(\"rate\")); _ = Task.Run(() => nameof(shop));")]
    public Task Work_WithWhatIsItsOwnOrAwaited_StaysQuiet(string body) => Quiet(body);

    [Fact]
    public Task Work_ThatMakesItsOwnScope_StaysQuiet() => Quiet(
        """
        members:
        public static void Run(
            Microsoft.Extensions.DependencyInjection.IServiceScopeFactory scopes, IDbContextFactory<Shop> contexts)
        {
            _ = Task.Run(async () =>
            {
                using var scope = scopes.CreateScope();
                await ((Shop)scope.ServiceProvider.GetService(typeof(Shop))!).SaveChangesAsync();
            });
            _ = Task.Run(async () =>
            {
                await using var shop = await contexts.CreateDbContextAsync();
                await shop.SaveChangesAsync();
            });
        }
        """);
}
