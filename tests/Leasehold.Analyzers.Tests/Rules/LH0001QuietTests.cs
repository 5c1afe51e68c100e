namespace Leasehold.Analyzers.Tests;

public sealed class LH0001QuietTests() : RuleSpecification(new ExternalCallWhileHeldAnalyzer())
{
    [Fact]
    public Task Call_BeforeTheConnectionIsOpened_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        """);

    [Fact]
    public Task Call_AfterTheUsingBlock_StaysQuiet() => Quiet(
        """
        await using (var connection = await source.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await transaction.CommitAsync(ct);
        }

        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_AfterTheConnectionIsClosed_StaysQuiet() => Quiet(
        """
        using var connection = new NpgsqlConnection("");
        await connection.OpenAsync(ct);
        await connection.CloseAsync();
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_AfterDisposalInAFinallyBlock_StaysQuiet() => Quiet(
        """
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(ct);
            await connection.ExecuteAsync("SELECT 1");
        }
        finally
        {
            if (connection is not null) { await connection.DisposeAsync(); }
        }

        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_InACatchBlockOutsideOfTheUsing_StaysQuiet() => Quiet(
        """
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await connection.ExecuteAsync("SELECT 1");
        }
        catch (DbException)
        {
            await http.PostAsync("alarm", null, ct);
        }
        """);

    [Fact]
    public Task Call_InAnotherBranch_StaysQuiet() => Quiet(
        """
        if (id > 0)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
        }
        else
        {
            await http.PostAsync("pay", null, ct);
        }
        """);

    [Fact]
    public Task Call_InTheCallStage_StaysQuiet() => Quiet(
        """
        return await staged.RunAsync(
            (session, token) =>
                session.Connection.ExecuteScalarAsync<int>("SELECT 1", transaction: session.Transaction),
            async (amount, token) => CallOutcome<string>.FromReply(await gateway.ChargeAsync(amount, token)),
            async (session, amount, reply, token) =>
            {
                await session.Connection.ExecuteAsync("SELECT 1");
                return reply;
            },
            (session, amount, reason, token) => Task.FromResult(reason),
            cancellationToken: ct);
        """);

    [Fact]
    public Task Call_InALambdaThatIsOnlyCreated_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        Func<Task> later = async () => await http.PostAsync("pay", null, ct);
        return later;
        """);

    [Fact]
    public Task Call_StartedAndForgotten_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        _ = http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_StartedWhileHeldAndAwaitedAfterwards_StaysQuiet() => Quiet(
        """
        Task<string> rate;
        await using (var connection = await source.OpenConnectionAsync(ct))
        {
            rate = http.GetStringAsync("rate", ct);
        }

        var text = await rate;
        """);

    [Fact]
    public Task Call_WithAConnectionThatIsNotOpened_StaysQuiet() => Quiet(
        """
        await using var connection = new NpgsqlConnection("");
        await http.PostAsync("pay", null, ct);
        await connection.ExecuteAsync("SELECT 1");
        """);

    [Fact]
    public Task Call_AfterAnEfTransactionHasEnded_StaysQuiet() => Quiet(
        """
        await using var transaction = await shop.Database.BeginTransactionAsync(ct);
        await shop.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_AfterEfHasCommittedByItsFacade_StaysQuiet() => Quiet(
        """
        await shop.Database.BeginTransactionAsync(ct);
        await shop.SaveChangesAsync(ct);
        await shop.Database.CommitTransactionAsync(ct);
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_BetweenEfQueries_StaysQuiet() => Quiet(
        """
        var order = await shop.Orders.FirstOrDefaultAsync(o => o.Id == id, ct);
        await http.PostAsync("pay", null, ct);
        await shop.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Call_BetweenTwoSessions_StaysQuiet() => Quiet(
        """
        var order = await pools.InSessionAsync((session, token) => Task.FromResult(1), ct);
        var reply = await gateway.ChargeAsync(order, ct);
        await pools.InSessionAsync((session, token) => Task.FromResult(reply), CancellationToken.None);
        """);

    [Fact]
    public Task Call_InASuppressedScope_StaysQuiet() => Quiet(
        """
        using var scope = new TransactionScope(
            TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_AfterAConditionalDisposal_StaysQuiet() => Quiet(
        """
        NpgsqlConnection? connection = id > 0 ? await source.OpenConnectionAsync(ct) : null;
        connection?.Dispose();
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task LocalMethod_WithoutACall_StaysQuiet() => Quiet(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        var text = gateway.Format(1);
        http.CancelPendingRequests();
        http.DefaultRequestHeaders.Clear();
        """);

    [Fact]
    public Task Call_AfterAConfiguredDisposal_StaysQuiet() => Quiet(
        """
        var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await connection.ExecuteAsync("SELECT 1");
        }

        await http.PostAsync("pay", null, ct).ConfigureAwait(false);
        """);

    [Fact]
    public Task Call_WhereTheConnectionIsNull_StaysQuiet() => Quiet(
        """
        await using var connection = id > 0 ? await source.OpenConnectionAsync(ct) : null;
        if (connection is null)
        {
            await http.PostAsync("pay", null, ct);
        }
        """);

    [Fact]
    public Task Call_InAnEarlierTurnOfTheLoop_StaysQuiet() => Quiet(
        """
        for (var i = 0; i < 3; i++)
        {
            await http.PostAsync("pay", null, ct);
            await using var connection = await source.OpenConnectionAsync(ct);
            if (i == 2) { continue; }
            await connection.ExecuteAsync("SELECT 1");
        }
        """);
}
