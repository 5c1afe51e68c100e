namespace Leasehold.Analyzers.Tests;

public sealed class LH0001FiringTests() : RuleSpecification(new ExternalCallWhileHeldAnalyzer())
{
    [Fact]
    public Task Call_WithAConnectionOfADataSource_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await [|http.PostAsync("pay", null, ct)|];
        """);

    [Fact]
    public Task Call_WithAConnectionOpenedInPlace_Fires() => Fires(
        """
        using var connection = new NpgsqlConnection("");
        await connection.OpenAsync(ct);
        var text = await [|http.GetStringAsync("rate", ct)|];
        """);

    [Fact]
    public Task Call_InATransaction_Fires() => Fires(
        """
        using (var connection = source.OpenConnection())
        {
            using var transaction = connection.BeginTransaction();
            using var reply = await [|http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "pay"), ct)|];
            transaction.Commit();
        }
        """);

    [Fact]
    public Task Call_AfterTheCommitWithTheConnectionStillOpen_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("UPDATE orders SET state = 'x'", transaction: transaction);
        await transaction.CommitAsync(ct);
        await [|http.PostAsJsonAsync("pay", id, ct)|];
        """);

    [Fact]
    public Task Call_InAnEfTransaction_Fires() => Fires(
        """
        await using var transaction = await shop.Database.BeginTransactionAsync(ct);
        shop.Orders.Add(new Order());
        await shop.SaveChangesAsync(ct);
        await [|http.PostAsync("pay", null, ct)|];
        await transaction.CommitAsync(ct);
        """);

    [Fact]
    public Task Call_AfterEfOpenedTheConnection_Fires() => Fires(
        """
        await shop.Database.OpenConnectionAsync(ct);
        await [|http.PostAsync("pay", null, ct)|];
        await shop.Database.CloseConnectionAsync();
        """);

    [Fact]
    public Task Call_InATransactionScope_Fires() => Fires(
        """
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await [|http.PostAsync("pay", null, ct)|];
        scope.Complete();
        """);

    [Fact]
    public Task Call_WithALease_Fires() => Fires(
        """
        await using var lease = await pools.Api.LeaseAsync(ct);
        await [|http.PostAsync("pay", null, ct)|];
        """);

    [Fact]
    public Task Call_InASessionBlock_Fires() => Fires(
        """
        await pools.InSessionAsync(async (session, token) =>
        {
            await session.Connection.ExecuteAsync("UPDATE orders SET state = 'x'", transaction: session.Transaction);
            await [|http.PostAsync("pay", null, token)|];
        }, ct);
        """);

    [Fact]
    public Task Call_ReturnedFromASessionBlock_Fires() => Fires(
        """
        return await pools.InSessionAsync((session, token) => [|http.GetStringAsync("rate", token)|], ct);
        """);

    [Fact]
    public Task Call_InAMethodThatIsGivenATransaction_Fires() => Fires(
        """
        members:
        public async Task SaveAsync(DbTransaction transaction, CancellationToken ct)
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_WithAnOpenReader_Fires() => Fires(
        """
        await using var command = source.CreateCommand("SELECT 1");
        await using var reader = await command.ExecuteReaderAsync(ct);
        await [|http.PostAsync("pay", null, ct)|];
        """);

    [Fact]
    public Task Call_ThroughAMethodOfThisProject_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await [|gateway.ChargeAsync(1, ct)|];
        """);

    [Fact]
    public Task Call_ThroughAnInterfaceImplementedHere_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await [|port.ChargeAsync(1, ct)|];
        """);

    [Fact]
    public Task Call_InACatchBlockWithTheConnectionOpen_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await connection.ExecuteAsync("SELECT 1");
        }
        catch (DbException)
        {
            await [|http.PostAsync("alarm", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_OnOnePathThatOpened_Fires() => Fires(
        """
        using var connection = new NpgsqlConnection("");
        if (id > 0)
        {
            await connection.OpenAsync(ct);
        }

        await [|http.PostAsync("pay", null, ct)|];
        """);

    [Fact]
    public Task Call_StartedEarlyAndAwaitedWhileHeld_Fires() => Fires(
        """
        var rate = http.GetStringAsync("rate", ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        var text = [|await rate|];
        """);

    [Fact]
    public Task Call_InsideWhenAll_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await Task.WhenAll([|http.GetStringAsync("a", ct)|], [|http.GetStringAsync("b", ct)|]);
        """);

    [Fact]
    public Task Call_InsideADelegateThatIsRunAtOnce_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await Retry(() => [|http.PostAsync("pay", null, ct)|]);
        static async Task Retry(Func<Task> work) => await work();
        """);

    [Fact]
    public Task Call_WithAConnectionThatALocalFactoryOpened_Fires() => Fires(
        """
        members:
        public async Task RunAsync(CancellationToken ct)
        {
            await using var connection = await OpenAsync(ct);
            await [|http.PostAsync("pay", null, ct)|];
        }
        private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct) => await source.OpenConnectionAsync(ct);
        """);

    [Fact]
    public Task Call_OfAzureAwsStripeGrpcAndMail_Fires() => Fires(
        """
        members:
        public async Task RunAsync(
            Azure.Storage.Blobs.BlobClient blob, Amazon.S3.IAmazonS3 s3, Stripe.ChargeService stripe, Echo.Client grpc,
            System.Net.Mail.SmtpClient mail, CancellationToken ct)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await [|blob.UploadAsync(Stream.Null, ct)|];
            await using var stream = await [|blob.OpenReadAsync(cancellationToken: ct)|];
            await [|s3.DeleteObjectAsync("bucket", "key", ct)|];
            await [|stripe.CreateAsync(new Stripe.ChargeCreateOptions(), cancellationToken: ct)|];
            await [|grpc.PingAsync("x")|];
            [|mail.Send("a@example.org", "b@example.org", "subject", "body")|];
        }
        public static class Echo
        {
            public sealed class Client(Grpc.Core.CallInvoker invoker) : Grpc.Core.ClientBase(invoker)
            {
                public Grpc.Core.AsyncUnaryCall<string> PingAsync(string text) => throw new NotSupportedException();
            }
        }
        """);

    [Fact]
    public Task Call_OfAMarkedMethodOrType_Fires() => Fires(
        """
        members:
        public async Task RunAsync(IPrinter printer, CancellationToken ct)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await [|WarnAsync()|];
            await [|printer.PrintAsync("label")|];
        }
        [ExternalCall] private static Task WarnAsync() => Task.CompletedTask;
        [ExternalCall] public interface IPrinter { Task PrintAsync(string text); }
        """);

    [Fact]
    public Task Call_InALambdaInsideOfATryBlock_Fires() => Fires(
        """
        try
        {
            await pools.InSessionAsync(async (session, token) => await [|http.PostAsync("pay", null, token)|], ct);
        }
        catch (DbException) when (id > 0)
        {
            await http.PostAsync("alarm", null, ct);
        }
        """);

    [Fact]
    public async Task Message_NamesTheCallAndWhatIsHeld() => Assert.Equal(
        "'HttpClient.PostAsync' is waited for while the transaction 'transaction' is held; commit and give it back "
        + "first, and save the answer in a new one",
        await MessageOf(
            """
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await http.PostAsync("pay", null, ct);
            """));

    [Fact]
    public async Task Message_ThroughALocalMethod_NamesBoth() => Assert.Contains(
        "'ChargeAsync', which calls 'HttpClient.PostAsync',",
        await MessageOf(
            """
            await using var connection = await source.OpenConnectionAsync(ct);
            await gateway.ChargeAsync(1, ct);
            """),
        StringComparison.Ordinal);
}
