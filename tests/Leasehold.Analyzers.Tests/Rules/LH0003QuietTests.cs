namespace Leasehold.Analyzers.Tests;

public sealed class LH0003QuietTests() : RuleSpecification(new UnsafeQueryAnalyzer())
{
    [Theory]
    [InlineData("await db.Customers.SingleOrDefaultAsync(c => c.Id == id, ct);")]
    [InlineData("await db.Customers.SingleAsync(c => id == c.Id && c.City == text, ct);")]
    [InlineData("await db.Customers.SingleAsync(c => c.Email.Equals(text), ct);")]
    [InlineData("db.Customers.Where(c => c.Email == text).Select(c => c.City).Single();")]
    [InlineData("db.Payments.Single(p => p.Number == text);")]
    [InlineData("db.Accounts.Single(a => a.Tenant == text && a.Id == id);")]
    [InlineData("db.Coupons.First(c => c.Code == text);")]
    [InlineData("db.Coupons.Single(c => c.Campaign == text && c.Serial == text);")]
    [InlineData("db.Coupons.Single(c => c.CouponId == id);")]
    [InlineData(
        """
        (from c in db.Customers join p in db.Payments on c.Id equals p.CustomerId where p.Number == text select
        c).Single();
        """)]
    [InlineData("db.Customers.Single(c => EF.Property<int>(c, \"Id\") == id);")]
    [InlineData("await db.Customers.FindAsync([id], ct);")]
    public Task Single_ByAKey_StaysQuiet(string body) => Quiet(QuerySample.Of(body));

    [Theory]
    [InlineData("await db.Customers.OrderByDescending(c => c.CreatedAt).FirstOrDefaultAsync(c => c.City == text, ct);")]
    [InlineData("(from c in db.Customers where c.City == text orderby c.CreatedAt descending select c).First();")]
    [InlineData("IQueryable<Customer> query = db.Customers; query = query.OrderBy(c => c.Id); query.First();")]
    [InlineData(
        """
        var query = id > 0 ? db.Customers.OrderBy(c => c.Id) : db.Customers.OrderBy(c => c.City); query.First();
        """)]
    [InlineData("db.Customers.OrderBy(c => c.Id).Take(1).Single();")]
    [InlineData("db.Customers.GroupBy(c => 1).Select(g => g.Count()).First();")]
    [InlineData("linq.GetTable<Refund>().OrderBy(r => r.Reason).First();")]
    [InlineData("linq.GetTable<Refund>().Single(r => r.Key == text);")]
    public Task First_WithAnOrder_StaysQuiet(string body) => Quiet(QuerySample.Of(body));

    [Theory]
    [InlineData("new List<Customer>().Single(c => c.City == text);")]
    [InlineData("db.Customers.ToList().First();")]
    [InlineData("new[] { 1, 2 }.AsQueryable().Single();")]
    [InlineData("db.Customers.Select(c => c.Payments.FirstOrDefault()).ToList();")]
    [InlineData(
        """
        System.Linq.Expressions.Expression<Func<Customer, bool>> known = c => c.Id == id;
        db.Customers.Single(known);
        """)]
    [InlineData("db.Customers.FromSqlRaw(\"SELECT * FROM customers WHERE id = 1\").Single();")]
    public Task Query_OfWhatCannotBeSeenOrIsInMemory_StaysQuiet(string body) => Quiet(QuerySample.Of(body));

    [Theory]
    [InlineData("connection.QueryFirst<Payment>(\"SELECT * FROM payments ORDER BY number DESC\");")]
    [InlineData(
        """
        connection.QuerySingle<int>("SELECT COUNT(*) FROM payments WHERE reference = @text", new { text });
        """)]
    [InlineData(
        """
        connection.QuerySingle<int>("INSERT INTO payments (reference) VALUES (@text) RETURNING id", new {
        text });
        """)]
    [InlineData("connection.QuerySingleOrDefault<Payment>(\"SELECT * FROM payments ORDER BY number LIMIT 1\");")]
    [InlineData("connection.QuerySingleOrDefault<Payment>(\"SELECT TOP (1) * FROM payments ORDER BY number\");")]
    [InlineData("connection.QuerySingle(\"SELECT * FROM customers AS c WHERE (c.[id] = @id)\", new { id });")]
    [InlineData("connection.QuerySingle(\"SELECT * FROM customers WHERE customer_id = $1\");")]
    [InlineData(
        """
        connection.QuerySingle<Payment>("SELECT * FROM payments WHERE number = @text AND reference = 'a OR b'",
        new {
        text });
        """)]
    [InlineData("connection.QuerySingle<int>(\"INSERT INTO payments DEFAULT VALUES; SELECT last_insert_rowid();\");")]
    [InlineData("connection.QuerySingle(\"find_payment\", commandType: CommandType.StoredProcedure);")]
    [InlineData("connection.QuerySingle<int>(\"SELECT COUNT(*) FROM payments GROUP BY reference\");")]
    [InlineData("connection.QuerySingle(text);")]
    [InlineData("connection.Query<Payment>(\"SELECT * FROM payments\").Single();")]
    public Task Query_OfDapper_StaysQuiet(string body) => Quiet(QuerySample.Of(body));

    [Fact]
    public Task Single_ByAnIndexThatAMigrationCreates_StaysQuiet() => Quiet(
        """
        members:
        public static void Run(DataConnection linq, string tenant, string number)
            => linq.GetTable<Invoice>().Where(i => i.Tenant == tenant && i.Number == number).Single();
        [LinqToDB.Mapping.Table("invoices")]
        public sealed class Invoice
        {
            [LinqToDB.Mapping.Column("tenant")] public string Tenant { get; set; } = "";
            [LinqToDB.Mapping.Column("invoice_number")] public string Number { get; set; } = "";
        }
        public sealed class Tables : FluentMigrator.Migration
        {
            public override void Up() => Create.Index("ux").OnTable("invoices")
                .OnColumn("tenant").Ascending().OnColumn("invoice_number").Ascending().WithOptions().Unique();
            public override void Down() { }
        }
        """);
}
