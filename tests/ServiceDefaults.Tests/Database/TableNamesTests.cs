using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.ServiceDefaults.Tests.Database;

public sealed class TableNamesTests
{
    private static readonly TableNames Names = new("a_", "orders", "payments");

    [Theory]
    [InlineData("SELECT * FROM orders", "SELECT * FROM a_orders")]
    [InlineData("UPDATE [orders] SET x = 1", "UPDATE [a_orders] SET x = 1")]
    [InlineData("UPDATE `orders` SET x = 1", "UPDATE `a_orders` SET x = 1")]
    [InlineData("DELETE FROM \"orders\" WHERE \"orders\".\"id\" = 1",
        "DELETE FROM \"a_orders\" WHERE \"a_orders\".\"id\" = 1")]
    [InlineData("SELECT 1 FROM orders, payments p", "SELECT 1 FROM a_orders, a_payments p")]
    [InlineData("INSERT INTO orders VALUES ('orders', 'it''s orders', 'x')",
        "INSERT INTO a_orders VALUES ('orders', 'it''s orders', 'x')")]
    [InlineData("SELECT @orders, o.orders, orders_old, my_orders FROM t o",
        "SELECT @orders, o.orders, orders_old, my_orders FROM t o")]
    [InlineData("DROP INDEX ux_orders_number ON orders", "DROP INDEX a_ux_orders_number ON a_orders")]
    public void In_Statement_PutsThePrefixBeforeNamesOnly(string sql, string expected)
    {
        Assert.Equal(expected, Names.In(sql));
        Assert.Same(sql, TableNames.Plain.In(sql));
    }

    [Theory]
    [InlineData("1a")]
    [InlineData("Shop_")]
    [InlineData("a-b")]
    [InlineData("a\"; DROP TABLE x --")]
    [InlineData("abcdefghijklmnopqrstu")]
    public void New_PrefixThatADatabaseWouldFold_IsRefusedByName(string prefix)
        => Assert.Contains(
            "TABLE_PREFIX",
            Assert.Throws<ServiceStartException>(() => new TableNames(prefix, "orders")).Message,
            StringComparison.Ordinal);
}
