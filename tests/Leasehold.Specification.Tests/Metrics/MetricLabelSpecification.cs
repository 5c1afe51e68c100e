using System.Globalization;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Metrics;

/// <summary>No meter of the process, the drivers' included, has a part of a connection string as a label.</summary>
public abstract class MetricLabelSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    /// <summary>A name and a password that a string has to quote.</summary>
    protected const string User = "odd;user=1 '2";
    protected const string Password = "pass;word=3 '4";

    /// <summary>Another name of the machine than the one the other tests use.</summary>
    protected const string Host = "localhost";

    /// <summary>The driver's meter, and the tag that it names the pool by.</summary>
    protected abstract (string Meter, string PoolTag) Driver { get; }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Labels_WhateverTheString_HoldNoPartOfIt(bool connectionMetrics)
    {
        await MakeUserAsync();
        try
        {
            using var measured = new Measured();
            var pools = Build(
                static api => (api.Size, api.MaxOverflow) = (1, 1),
                all => all.ConnectionMetrics = connectionMetrics,
                StringOf());
            await UseAsync(pools);
            measured.Read();

            foreach (var measurement in measured.All)
            {
                foreach (var (key, value) in measurement.Tags)
                {
                    var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                    var where = $"{measurement.Meter} {measurement.Instrument.Name} {key}={text}";
                    Assert.False(text.Contains("odd", StringComparison.Ordinal), where);
                    Assert.False(text.Contains("pass", StringComparison.Ordinal), where);

                    // The address is what the conventions ask for, under its own name: of ours by choice, of Npgsql's
                    // for the duration of commands, whatever one chooses.
                    Assert.False(
                        text.Contains(Host, StringComparison.OrdinalIgnoreCase)
                            && !(key == "server.address" && (connectionMetrics || measurement.Meter == "Npgsql")),
                        where);
                }
            }

            // The driver's figures are the pool's, those of its overflow told apart.
            Assert.Equal(
                $"{pools.Api.Name}, {pools.Api.Name} (overflow)",
                string.Join(", ", measured.All
                    .Where(m => m.Meter == Driver.Meter)
                    .SelectMany(static m => m.Tags)
                    .Where(tag => tag.Key == Driver.PoolTag)
                    .Select(static tag => $"{tag.Value}")
                    .Where(value => value.StartsWith(pools.Api.Name, StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)));
        }
        finally
        {
            await DropUserAsync();
        }
    }

    protected abstract string StringOf();

    protected abstract Task MakeUserAsync();

    protected abstract Task DropUserAsync();

    /// <summary>Sessions, a full pool, a command that fails, a clearing.</summary>
    private async Task UseAsync(ConnectionPools pools)
    {
        await ReturnAsync(await LeaseAsync(pools.Api, 2));
        await using (var lease = await TouchedLeaseAsync(pools.Api))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => lease.Connection.ReadAsync("SELECT no_such_column"));
        }

        await pools.InSessionAsync(
            (session, token) => session.Connection.ReadAsync(Database.Select("1"), session.Transaction, token), Ended);
        pools.Api.Clear();
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }
}
