namespace Leasehold.Analyzers.Tests;

public sealed class LH0009FiringTests() : RuleSpecification(new ServedWhileHeldAnalyzer())
{
    [Fact]
    public Task Stream_ReturnedByAnAction_Fires() => Fires(
        """
        members:
        public sealed class OrdersController(Shop shop) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public IAsyncEnumerable<Order> Get() => [|shop.Orders.AsAsyncEnumerable()|];
            public Microsoft.AspNetCore.Mvc.IActionResult GetOk() => Ok([|shop.Orders.AsAsyncEnumerable()|]);
        }
        """);

    [Fact]
    public Task Yield_InAHubWithAnOpenReader_Fires() => Fires(
        """
        members:
        public sealed class OrdersHub(NpgsqlDataSource source) : Microsoft.AspNetCore.SignalR.Hub
        {
            public async IAsyncEnumerable<int> All()
            {
                await using var command = source.CreateCommand("SELECT id FROM orders");
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    [|yield return reader.GetInt32(0);|]
                }
            }
        }
        """);

    [Fact]
    public Task Response_WrittenInATransaction_Fires() => Fires(
        """
        members:
        public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, byte[] report)
        {
            await using var transaction = await shop.Database.BeginTransactionAsync();
            await [|http.Response.Body.WriteAsync(report)|];
            await transaction.CommitAsync();
        }
        """);

    [Fact]
    public Task GrpcStream_WrittenInALoopOverAQuery_Fires() => Fires(
        """
        members:
        public async Task ListAsync(Grpc.Core.IServerStreamWriter<Order> stream)
        {
            await foreach (var order in shop.Orders.AsAsyncEnumerable())
            {
                await [|stream.WriteAsync(order)|];
            }
        }
        """);

    [Theory]
    [InlineData("shop.Database.BeginTransactionAsync()")]
    [InlineData("source.OpenConnectionAsync()")]
    [InlineData("pools.Api.LeaseAsync()")]
    [InlineData("pools.BeginSessionAsync()")]
    public Task Body_WrittenWhileSomethingIsOpen_Fires(string acquisition) => Fires(
        $$"""
        members:
        public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, byte[] report)
        {
            await using var held = await {{acquisition}};
            await [|http.Response.Body.WriteAsync(report)|];
        }
        """);

    [Theory]
    [InlineData("http.Response.Body.FlushAsync()")]
    [InlineData("http.Response.BodyWriter.FlushAsync()")]
    [InlineData("http.Response.StartAsync()")]
    public Task Response_ServedInEachWay_Fires(string served) => Fires(
        $$"""
        members:
        public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http)
        {
            await using var held = await source.OpenConnectionAsync();
            await [|{{served}}|];
        }
        """);

    [Fact]
    public async Task Message_NamesWhatIsHeld() => Assert.Contains(
        "'Stream.WriteAsync' lasts as long as the caller takes to read, and the transaction 'transaction' is held",
        await MessageOf(
            """
            members:
            public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, byte[] report)
            {
                await using var transaction = await shop.Database.BeginTransactionAsync();
                await http.Response.Body.WriteAsync(report);
            }
            """),
        StringComparison.Ordinal);
}
