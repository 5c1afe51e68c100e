namespace Leasehold.Analyzers.Tests;

public sealed class LH0003FiringTests() : RuleSpecification(new UnsafeQueryAnalyzer())
{
    [Theory]
    [InlineData("await db.Customers.[|SingleOrDefaultAsync|](c => c.City == text, ct);")]
    [InlineData("await db.Customers.[|SingleAsync|](c => c.City == text && c.Id > id, ct);")]
    [InlineData("db.Customers.[|Single|](c => c.Email == text || c.City == text);")]
    [InlineData("db.Customers.Where(c => c.City == text).AsNoTracking().[|SingleOrDefault|]();")]
    [InlineData("db.Customers.OrderBy(c => c.Id).Where(c => c.City == text).[|Single|]();")]
    [InlineData("db.Payments.[|Single|](p => p.Customer!.Id == id);")]
    [InlineData("db.Payments.[|Single|](p => p.Number == p.Reference);")]
    [InlineData("await db.Accounts.[|SingleAsync|](a => a.Tenant == text, ct);")]
    [InlineData("await db.Coupons.[|SingleAsync|](c => c.Campaign == text, ct);")]
    [InlineData("(from c in db.Customers where c.City == text select c).[|Single|]();")]
    [InlineData("db.Set<Customer>().[|Single|]();")]
    public Task Single_ByWhatIsNotUnique_Fires(string body) => Fires(QuerySample.Of(body));

    [Theory]
    [InlineData("await db.Customers.[|FirstOrDefaultAsync|](c => c.City == text, ct);")]
    [InlineData("db.Customers.[|First|]();")]
    [InlineData("await db.Payments.Include(p => p.Customer).Where(p => p.CustomerId == id).[|FirstAsync|](ct);")]
    [InlineData("var query = db.Customers.Where(c => c.City == text); await query.[|FirstOrDefaultAsync|](ct);")]
    [InlineData("db.Customers.Where(c => c.City == text).Take(1).[|Single|]();")]
    [InlineData("db.Customers.Select(c => db.Payments.[|First|](p => p.CustomerId == c.Id)).ToList();")]
    public Task First_WithoutAnOrder_Fires(string body) => Fires(QuerySample.Of(body));

    [Theory]
    [InlineData("linq.GetTable<Refund>().[|Single|](r => r.Reason == text);")]
    [InlineData("linq.GetTable<Refund>().[|FirstOrDefault|](r => r.Reason == text);")]
    [InlineData("await LinqToDB.Async.AsyncExtensions.[|SingleOrDefaultAsync|](linq.GetTable<Refund>(), ct);")]
    public Task Query_OfLinq2db_Fires(string body) => Fires(QuerySample.Of(body));

    [Theory]
    [InlineData(
        """
        await connection.[|QuerySingleAsync|]<Payment>("SELECT * FROM payments WHERE reference = @text", new {
        text });
        """)]
    [InlineData(
        """
        connection.[|QuerySingleOrDefault|]("SELECT * FROM customers WHERE id = @id OR city = @text", new {
        id, text });
        """)]
    [InlineData("connection.[|QueryFirst|]<Payment>(\"SELECT * FROM payments\");")]
    [InlineData(
        """
        await connection.[|QueryFirstOrDefaultAsync|]<Payment>($"SELECT * FROM {text} WHERE reference = 'x'");
        """)]
    [InlineData("const string sql = \"SELECT * FROM payments \" + \"LIMIT 1\"; connection.[|QuerySingle|](sql);")]
    [InlineData("var sql = \"SELECT * FROM payments -- ORDER BY id\"; connection.[|QueryFirst|](sql);")]
    [InlineData(
        """
        await connection.[|QuerySingleAsync|](new
        CommandDefinition("SELECT * FROM payments WHERE reference = 'x'"));
        """)]
    public Task Query_OfDapper_Fires(string body) => Fires(QuerySample.Of(body));

    [Fact]
    public async Task Message_NamesTheMethod() => Assert.StartsWith(
        "'SingleAsync' throws as soon as two rows match",
        await MessageOf(QuerySample.Of("await db.Customers.SingleAsync(c => c.City == text, ct);")),
        StringComparison.Ordinal);
}
