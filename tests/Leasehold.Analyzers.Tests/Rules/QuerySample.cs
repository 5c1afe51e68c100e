namespace Leasehold.Analyzers.Tests;

/// <summary>Queries run on these tables: keys by attribute, by convention, by index, and fluent ones.</summary>
internal static class QuerySample
{
    public const string Tables =
        """

        [Index(nameof(Email), IsUnique = true), Index(nameof(City))]
        public sealed class Customer
        {
            public int Id { get; set; }
            public string Email { get; set; } = "";
            public string City { get; set; } = "";
            public DateTimeOffset CreatedAt { get; set; }
            public List<Payment> Payments { get; } = [];
        }
        public sealed class Payment
        {
            [System.ComponentModel.DataAnnotations.Key] public string Number { get; set; } = "";
            public string Reference { get; set; } = "";
            public int? CustomerId { get; set; }
            public Customer? Customer { get; set; }
        }
        [PrimaryKey(nameof(Tenant), nameof(Id))]
        public sealed class Account
        {
            public string Tenant { get; set; } = "";
            public int Id { get; set; }
        }
        public sealed class Coupon
        {
            public long CouponId { get; set; }
            public string Code { get; set; } = "";
            public string Campaign { get; set; } = "";
            public string Serial { get; set; } = "";
        }
        [LinqToDB.Mapping.Table("refunds")]
        public sealed class Refund
        {
            [LinqToDB.Mapping.Column("key", IsPrimaryKey = true)] public string Key { get; set; } = "";
            [LinqToDB.Mapping.Column("reason")] public string Reason { get; set; } = "";
        }
        public sealed class Db : DbContext
        {
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Payment> Payments => Set<Payment>();
            public DbSet<Account> Accounts => Set<Account>();
            public DbSet<Coupon> Coupons => Set<Coupon>();
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Coupon>().HasIndex(c => c.Code).IsUnique();
                modelBuilder.Entity<Coupon>().HasAlternateKey(c => new { c.Campaign, c.Serial });
            }
        }
        """;

    /// <summary>A body with a context, a linq2db connection and a plain connection at hand.</summary>
    public static string Of(string body) =>
        $$"""
        members:
        public async Task<object?> RunAsync(
            Db db, DataConnection linq, DbConnection connection, string text, int id, CancellationToken ct)
        {
            await Task.Yield();
            {{body}}
            return null;
        }
        {{Tables}}
        """;
}
