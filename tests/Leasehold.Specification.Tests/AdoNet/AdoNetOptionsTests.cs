using System.Data.Common;
using FirebirdSql.Data.FirebirdClient;
using Leasehold.AdoNet;
using Leasehold.Providers;
using Leasehold.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Leasehold.Specification.Tests.AdoNet;

/// <summary>What is refused when the driver is chosen, and what an exception means without a server.</summary>
public sealed class AdoNetOptionsTests
{
    private const string Anywhere = "Host=127.0.0.1;Database=anything;Username=someone";

    [Theory]
    [InlineData("SystemName")]
    [InlineData("PingText")]
    [InlineData("UtcNow")]
    [InlineData("ResetStatements")]
    [InlineData("SqlState")]
    public void Use_AnOptionIsEmpty_IsRefusedByItsName(string option)
    {
        var options = new AdoNetOptions();
        switch (option)
        {
            case "SystemName": options.SystemName = " "; break;
            case "PingText": options.PingText = ""; break;
            case "UtcNow": options.UtcNow = ""; break;
            case "SqlState": options.SqlState = null!; break;
            default: options.ResetStatements.Add(" "); break;
        }

        var refused = Assert.Throws<ArgumentException>(() => New(NpgsqlFactory.Instance, Anywhere, options));

        Assert.Contains("AdoNetOptions." + option, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_ADriverWithoutAMaximum_AsksForTheWord()
    {
        var refused = Assert.Throws<ArgumentException>(
            static () => New(SqliteFactory.Instance, "Data Source=any.db", new AdoNetOptions()));

        Assert.Contains("Keywords.MaxPoolSize", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_AWordTheDriverDoesNotKnow_IsRefusedByItsName()
    {
        var options = new AdoNetOptions();
        options.Keywords.ConnectionLifetime = "Time To Live";

        var refused = Assert.Throws<ArgumentException>(() => New(NpgsqlFactory.Instance, Anywhere, options));

        Assert.Contains("'Time To Live'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Keywords.ConnectionLifetime", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreatePool_OfAServersDriver_WritesTheWorkloadsSettings()
    {
        var provider = New(
            SqlClientFactory.Instance, "Server=nowhere;Max Pool Size=7;Pooling=false", new AdoNetOptions());
        await using var pool = provider.CreatePool(Settings());

        await using var connection = pool.CreateConnection();
        var written = new SqlConnectionStringBuilder(connection.ConnectionString);

        Assert.Equal((3, 0, 60), (written.MaxPoolSize, written.MinPoolSize, written.LoadBalanceTimeout));
        Assert.True(written.Pooling);
        Assert.StartsWith("shop/Api", written.ApplicationName, StringComparison.Ordinal);
        Assert.Equal(10, written.ConnectTimeout);
    }

    [Fact]
    public void CreatePool_ClearPoolForAnotherDriver_FailsAtOnce()
    {
        var provider = New(FirebirdClientFactory.Instance, "Server=127.0.0.1;Database=any", new AdoNetOptions
        {
            ClearPool = static connection => NpgsqlConnection.ClearPool((NpgsqlConnection)connection),
        });

        Assert.Throws<InvalidCastException>(() => provider.CreatePool(Settings()));
    }

    [Theory]
    [InlineData("23505", DatabaseErrorKind.UniqueViolation)]
    [InlineData("23000", DatabaseErrorKind.Other)]
    [InlineData("40001", DatabaseErrorKind.Transient)]
    [InlineData("40P01", DatabaseErrorKind.Transient)]
    [InlineData("40002", DatabaseErrorKind.Other)]
    [InlineData("40003", DatabaseErrorKind.ConnectionBroken)]
    [InlineData("08006", DatabaseErrorKind.ConnectionBroken)]
    [InlineData("53300", DatabaseErrorKind.TooManyConnections)]
    [InlineData("HYT00", DatabaseErrorKind.CommandTimeout)]
    [InlineData("57014", DatabaseErrorKind.CommandTimeout)]
    [InlineData(null, DatabaseErrorKind.Other)]
    public void Classify_BySqlState(string? state, DatabaseErrorKind kind)
    {
        var provider = New(NpgsqlFactory.Instance, Anywhere, new AdoNetOptions());

        Assert.Equal(kind, provider.Classify(new DriverException(state)));
        Assert.Equal(kind, provider.Classify(new InvalidOperationException("wrapped", new DriverException(state))));
    }

    [Fact]
    public void Classify_OnlyMarkedTransient_MayHaveHappened()
    {
        var provider = New(NpgsqlFactory.Instance, Anywhere, new AdoNetOptions());

        var kind = provider.Classify(new DriverException(null, isTransient: true));

        Assert.Equal(DatabaseErrorKind.ConnectionBroken, kind);
    }

    [Theory]
    [InlineData(1205, DatabaseErrorKind.Transient)]
    [InlineData(1222, DatabaseErrorKind.Transient)]
    [InlineData(3960, DatabaseErrorKind.Transient)]
    [InlineData(2601, DatabaseErrorKind.UniqueViolation)]
    [InlineData(2627, DatabaseErrorKind.UniqueViolation)]
    [InlineData(-2, DatabaseErrorKind.CommandTimeout)]
    [InlineData(10928, DatabaseErrorKind.TooManyConnections)]
    [InlineData(10929, DatabaseErrorKind.TooManyConnections)]
    [InlineData(40613, DatabaseErrorKind.ConnectionBroken)]
    [InlineData(18456, null)]
    [InlineData(208, null)]
    public void SqlServerErrors_ByNumber(int number, DatabaseErrorKind? kind)
        => Assert.Equal(kind, SqlServerErrors.OfNumber(number));

    [Theory]
    [InlineData("Server=nowhere", PoolBlockingPeriod.NeverBlock)]
    [InlineData("Server=nowhere;Pool Blocking Period=AlwaysBlock", PoolBlockingPeriod.AlwaysBlock)]
    public void SqlServer_BlockingPeriod_IsOffUnlessTheStringNamesIt(string text, PoolBlockingPeriod expected)
        => Assert.Equal(
            expected,
            new SqlConnectionStringBuilder(SqlServerFacts.WithoutBlockingPeriod(text)).PoolBlockingPeriod);

    private static AdoNetProvider New(DbProviderFactory factory, string connectionString, AdoNetOptions options)
        => new(factory, connectionString, options);

    private static DriverPoolSettings Settings() => new(
        "shop/Api", 3, KeepsOpen: true, TimeSpan.FromSeconds(60), new PoolOptions(), ServerPooler.None);

    private sealed class DriverException(string? state, bool isTransient = false) : DbException("the driver's own")
    {
        public override string? SqlState => state;

        public override bool IsTransient => isTransient;
    }
}
