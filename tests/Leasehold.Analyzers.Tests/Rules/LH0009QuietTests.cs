namespace Leasehold.Analyzers.Tests;

public sealed class LH0009QuietTests() : RuleSpecification(new ServedWhileHeldAnalyzer())
{
    [Fact]
    public Task Rows_ReadToTheEndFirst_StayQuiet() => Quiet(
        """
        members:
        public sealed class OrdersController(Shop shop) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task<List<Order>> Get() => await shop.Orders.ToListAsync();
            public async IAsyncEnumerable<int> Numbers()
            {
                foreach (var order in await shop.Orders.ToListAsync())
                {
                    yield return order.Id;
                }
            }
        }
        """);

    [Fact]
    public Task Response_WrittenAfterTheCommit_StaysQuiet() => Quiet(
        """
        members:
        public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, byte[] report)
        {
            await using (var transaction = await shop.Database.BeginTransactionAsync())
            {
                await transaction.CommitAsync();
            }
            await http.Response.Body.WriteAsync(report);
        }
        """);

    [Theory]
    [InlineData("shop.Database.BeginTransactionAsync()")]
    [InlineData("source.OpenConnectionAsync()")]
    [InlineData("pools.Api.LeaseAsync()")]
    [InlineData("pools.BeginSessionAsync()")]
    public Task Body_WrittenAfterItWentBack_StaysQuiet(string acquisition) => Quiet(
        $$"""
        members:
        public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, byte[] report)
        {
            await using (var held = await {{acquisition}})
            {
                report[0]++;
            }

            await http.Response.Body.WriteAsync(report);
        }
        """);

    [Theory]
    [InlineData("http.Request.Body.FlushAsync()")]
    [InlineData("System.IO.Stream.Null.WriteAsync(report).AsTask()")]
    [InlineData("http.Response.CompleteAsync()")]
    [InlineData("Task.CompletedTask")]
    public Task Held_ButNobodyIsServed_StaysQuiet(string other) => Quiet(
        $$"""
        members:
        public async Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, byte[] report)
        {
            await using var held = await source.OpenConnectionAsync();
            await {{other}};
        }
        """);

    [Fact]
    public Task Stream_OfARepository_IsItsCallersMatter() => Quiet(
        """
        members:
        public IAsyncEnumerable<Order> AllAsync() => shop.Orders.AsAsyncEnumerable();
        """);

    [Fact]
    public Task File_WrittenWithAnOpenReader_StaysQuiet() => Quiet(
        """
        members:
        public async Task WriteAsync(Stream file, byte[] part)
        {
            await using var command = source.CreateCommand("SELECT id FROM orders");
            await using var reader = await command.ExecuteReaderAsync();
            await file.WriteAsync(part);
        }
        """);
}
