namespace Leasehold.Analyzers.Tests;

public sealed class LH0006QuietTests() : RuleSpecification(new WaitWhileHeldAnalyzer())
{
    [Fact]
    public Task Lock_TakenBeforeTheConnection_StaysQuiet() => Quiet(
        """
        await turn.WaitAsync(ct);
        try { await using var connection = await source.OpenConnectionAsync(ct); } finally { turn.Release(); }
        """);

    [Fact]
    public Task Delay_AfterTheConnection_StaysQuiet() => Quiet(
        """
        await using (var connection = await source.OpenConnectionAsync(ct)) { }
        await Task.Delay(100, ct);
        """);

    [Fact]
    public Task Delay_BetweenRetriesThatOpenAnew_StaysQuiet() => Quiet(
        """
        for (var i = 0; i < 3; i++)
        {
            try { await using var connection = await source.OpenConnectionAsync(ct); break; }
            catch (DbException) { await Task.Delay(100, ct); }
        }
        """);

    [Fact]
    public Task Delay_AsABoundInWhenAny_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        var work = connection.ExecuteAsync("SELECT 1");
        await Task.WhenAny(work, Task.Delay(100, ct));
        """);

    [Fact]
    public Task Lock_OnlyTried_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        if (await turn.WaitAsync(0, ct)) { turn.Release(); }
        """);

    [Fact]
    public Task Lock_OnlyTriedWithZeroTime_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        if (turn.Wait(TimeSpan.Zero)) { turn.Release(); }
        """);

    [Fact]
    public Task Delay_NotAwaited_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        _ = Task.Delay(100, ct);
        """);

    [Fact]
    public Task ChannelWrite_ThatDoesNotWait_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        channel.Writer.TryWrite(1);
        """);

    [Fact]
    public Task Delay_InALambdaThatIsOnlyCreated_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        Func<Task> later = () => Task.Delay(100, ct);
        return later;
        """);

    [Fact]
    public Task ChannelRead_BetweenSessions_StaysQuiet() => Quiet(
        """
        await foreach (var next in channel.Reader.ReadAllAsync(ct))
        {
            await pools.InSessionAsync((session, token) => session.Connection.ExecuteAsync("SELECT 1"), ct);
        }
        """);

    [Fact]
    public Task Delay_AfterCommitInEf_StaysQuiet() => Quiet(
        """
        await using var transaction = await shop.Database.BeginTransactionAsync(ct);
        await transaction.CommitAsync(ct);
        await Task.Delay(100, ct);
        """);

    [Fact]
    public Task Delay_WithAConnectionThatIsClosed_StaysQuiet() => Quiet(
        """
        await using var connection = new NpgsqlConnection("");
        await Task.Delay(100, ct);
        """);

    [Fact]
    public Task DatabaseWait_WithAnOpenConnection_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("SELECT pg_sleep(1)");
        """);

    [Fact]
    public Task Delay_InTheOtherBranch_StaysQuiet() => Quiet(
        """
        if (id > 0) { await using var connection = await source.OpenConnectionAsync(ct); }
        else { await Task.Delay(1, ct); }
        """);
}
