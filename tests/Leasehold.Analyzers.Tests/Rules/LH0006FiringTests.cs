namespace Leasehold.Analyzers.Tests;

public sealed class LH0006FiringTests() : RuleSpecification(new WaitWhileHeldAnalyzer())
{
    [Fact]
    public Task Delay_WithAnOpenConnection_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await [|Task.Delay(100, ct)|];
        """);

    [Fact]
    public Task Sleep_WithAnOpenConnection_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        [|Thread.Sleep(100)|];
        """);

    [Fact]
    public Task Lock_InATransaction_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await [|turn.WaitAsync(ct)|];
        try { await connection.ExecuteAsync("SELECT 1"); } finally { turn.Release(); }
        """);

    [Fact]
    public Task Lock_TakenSynchronously_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        [|turn.Wait(ct)|];
        turn.Release();
        """);

    [Fact]
    public Task ChannelRead_WithALease_Fires() => Fires(
        """
        await using var lease = await pools.Batch.LeaseAsync(ct);
        var next = await [|channel.Reader.ReadAsync(ct)|];
        """);

    [Fact]
    public Task ChannelWrite_InASession_Fires() => Fires(
        """
        await pools.InSessionAsync(async (session, token) => { await [|channel.Writer.WriteAsync(1, token)|]; }, ct);
        """);

    [Fact]
    public Task ChannelStream_WithALease_Fires() => Fires(
        """
        await using var lease = await pools.Batch.LeaseAsync(ct);
        await foreach (var next in [|channel.Reader.ReadAllAsync(ct)|]) { }
        """);

    [Fact]
    public Task Timer_WithAnOpenConnection_Fires() => Fires(
        """
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        await using var connection = await source.OpenConnectionAsync(ct);
        while (await [|timer.WaitForNextTickAsync(ct)|]) { await connection.ExecuteAsync("SELECT 1"); }
        """);

    [Fact]
    public Task ConsoleInput_InATransactionScope_Fires() => Fires(
        """
        using var scope = new TransactionScope();
        var answer = [|Console.ReadLine()|];
        scope.Complete();
        """);

    [Fact]
    public Task Browser_InAnEfTransaction_Fires() => Fires(
        """
        members:
        public async Task RunAsync(Microsoft.JSInterop.IJSRuntime js, CancellationToken ct)
        {
            await using var transaction = await shop.Database.BeginTransactionAsync(ct);
            var sure = await [|js.InvokeAsync<bool>("confirm", ct, [])|];
        }
        """);

    [Fact]
    public Task RateLimit_WithAnOpenConnection_Fires() => Fires(
        """
        members:
        public async Task RunAsync(System.Threading.RateLimiting.RateLimiter limiter, CancellationToken ct)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            using var permit = await [|limiter.AcquireAsync(1, ct)|];
        }
        """);

    [Fact]
    public Task Delay_BetweenRetriesInATransaction_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        for (var i = 0; i < 3; i++)
        {
            try { await connection.ExecuteAsync("SELECT 1"); break; }
            catch (DbException) { await [|Task.Delay(TimeSpan.FromSeconds(1), ct)|]; }
        }
        """);

    [Fact]
    public Task Event_WithAnOpenConnection_Fires() => Fires(
        """
        using var gate = new ManualResetEventSlim();
        await using var connection = await source.OpenConnectionAsync(ct);
        [|gate.Wait(ct)|];
        """);

    [Fact]
    public Task Delay_KeptAndAwaitedWhileHeld_Fires() => Fires(
        """
        var pause = Task.Delay(100, ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        [|await pause|];
        """);

    [Fact]
    public Task Delay_InAMethodThatIsGivenASession_Fires() => Fires(
        """
        members:
        public async Task SaveAsync(Session session, CancellationToken ct)
        {
            await [|Task.Delay(5, ct)|].ConfigureAwait(false);
        }
        """);
}
