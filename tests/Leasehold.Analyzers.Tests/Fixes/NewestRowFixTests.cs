using Leasehold.CodeFixes;

namespace Leasehold.Analyzers.Tests;

public sealed class NewestRowFixTests() : FixSpecification(new UnsafeQueryAnalyzer(), new NewestRowFix())
{
    [Theory]
    [InlineData(
        "return await db.Customers.SingleOrDefaultAsync(c => c.City == text, ct);",
        "return await db.Customers.Where(c => c.City == text).OrderByDescending(c => c.CreatedAt)"
            + ".ThenByDescending(c => c.Id).FirstOrDefaultAsync(ct);")]
    [InlineData(
        "return db.Customers.First();",
        "return db.Customers.OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).First();")]
    [InlineData(
        "return await db.Coupons.Where(c => c.Campaign == text).SingleAsync(ct);",
        "return await db.Coupons.Where(c => c.Campaign == text).OrderByDescending(x => x.CouponId).FirstAsync(ct);")]
    public Task Query_WithAnOrderAtHand_TakesTheNewest(string before, string after)
        => Becomes(QuerySample.Of(before), QuerySample.Of(after));

    [Fact]
    public Task Query_WrittenOverLines_StaysSo() => Becomes(
        QuerySample.Of(
            """
            return await db.Customers
                .AsNoTracking()
                .SingleOrDefaultAsync(c => c.City == text, ct);
            """),
        QuerySample.Of(
            """
            return await db.Customers
                .AsNoTracking()
                .Where(c => c.City == text)
                .OrderByDescending(c => c.CreatedAt)
                .ThenByDescending(c => c.Id)
                .FirstOrDefaultAsync(ct);
            """));

    [Theory]
    [InlineData("return db.Payments.Single(p => p.Reference == text);")]
    [InlineData("return Queryable.First(db.Customers);")]
    [InlineData("return connection.QuerySingle(\"SELECT * FROM payments\");")]
    public Task Query_WithoutAnythingThatGrows_HasNoFix(string body) => StaysAsItIs(QuerySample.Of(body));

    [Fact]
    public async Task Query_WithTheExtensionAtHand_UsesIt() => Assert.Contains(
        "db.Rows.Where(r => r.City == city).LatestOrDefaultAsync(r => r.CreatedAt, ct);",
        await FixedFileAsync(WithExtension("return await db.Rows.SingleOrDefaultAsync(r => r.City == city, ct);")),
        StringComparison.Ordinal);

    [Fact]
    public async Task Query_WithTheExtensionAtHand_ImportsItsNamespace() => Assert.StartsWith(
        "using System;\nusing System.Linq;\nusing System.Threading;\nusing System.Threading.Tasks;\n"
        + "using Leasehold.EntityFrameworkCore;\nusing Microsoft.EntityFrameworkCore;\n",
        (await FixedFileAsync(WithExtension("return await db.Rows.FirstOrDefaultAsync(r => r.City == city, ct);")))
            .ReplaceLineEndings("\n"),
        StringComparison.Ordinal);

    private static string WithExtension(string body) =>
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        namespace App
        {
            public sealed class Row
            {
                public int Id { get; set; }
                public string City { get; set; } = "";
                public DateTime CreatedAt { get; set; }
            }
            public sealed class Db : DbContext { public DbSet<Row> Rows => Set<Row>(); }
            public static class Find
            {
                public static async Task<Row?> RunAsync(Db db, string city, CancellationToken ct) { {{body}} }
            }
        }

        namespace Leasehold.EntityFrameworkCore
        {
            public static class SafeQueries
            {
                public static Task<T?> LatestOrDefaultAsync<T, TKey>(
                    this System.Linq.IQueryable<T> source,
                    System.Linq.Expressions.Expression<Func<T, TKey>> newestBy,
                    CancellationToken cancellationToken = default)
                    => System.Linq.Queryable.OrderByDescending(source, newestBy).FirstOrDefaultAsync(cancellationToken);
            }
        }
        """;
}
