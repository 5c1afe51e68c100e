using Leasehold.CodeFixes;

namespace Leasehold.Analyzers.Tests;

public sealed class UsingFixTests() : FixSpecification(new NotDisposedAnalyzer(), new UsingFix())
{
    [Fact]
    public Task Local_InAsync_IsDisposedWithAwaitUsing() => Becomes(
        """
        // Reads one row.
        var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("SELECT 1");
        """,
        """
        // Reads one row.
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("SELECT 1");
        """);

    [Fact]
    public Task Local_DisposedAtTheEnd_LosesThatCall() => Becomes(
        """
        NpgsqlConnection connection = new NpgsqlConnection("");
        connection.Open();
        connection.Execute("SELECT 1");
        await connection.DisposeAsync();
        """,
        """
        await using NpgsqlConnection connection = new NpgsqlConnection("");
        connection.Open();
        connection.Execute("SELECT 1");
        """);

    [Fact]
    public Task Local_WhereNothingIsAwaited_IsDisposedWithUsing() => Becomes(
        """
        members:
        public int Run()
        {
            var connection = source.OpenConnection();
            return connection.Execute("SELECT 1");
        }
        """,
        """
        members:
        public int Run()
        {
            using var connection = source.OpenConnection();
            return connection.Execute("SELECT 1");
        }
        """);

    [Fact]
    public Task Scope_ThatIsNotAsyncDisposable_IsDisposedWithUsing() => Becomes(
        "var scope = new TransactionScope(); await shop.SaveChangesAsync(ct); scope.Complete();",
        "using var scope = new TransactionScope(); await shop.SaveChangesAsync(ct); scope.Complete();");

    [Theory]
    [InlineData("var c = source.OpenConnection(); await c.ExecuteAsync(\"SELECT 1\"); return c;")]
    [InlineData("NpgsqlConnection c; c = source.OpenConnection(); await c.ExecuteAsync(\"SELECT 1\");")]
    [InlineData("switch (id) { case 1: var c = source.OpenConnection(); await c.ExecuteAsync(\"SELECT 1\"); break; }")]
    [InlineData("source.OpenConnection().Execute(\"SELECT 1\");")]
    public Task Value_ThatUsingDoesNotFit_HasNoFix(string body) => StaysAsItIs(body);
}
