using System.Globalization;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Specification.Tests.StartUp;

public sealed class MariaDbStartUpTests : StartUpSpecification<MariaDbDatabase>
{
    private long _before;

    protected override string MaxConnections => "SELECT @@max_connections";

    public override async ValueTask DisposeAsync()
    {
        if (_before > 0)
        {
            await Database.ExecuteAsync($"SET GLOBAL wait_timeout = {_before.ToString(CultureInfo.InvariantCulture)}");
        }

        await base.DisposeAsync();
    }

    protected override void Use(LeaseholdBuilder builder, string connectionString)
        => builder.UseMySql(connectionString);

    /// <summary>The server has one for all; it only counts for sessions that begin afterwards.</summary>
    protected override async Task<string> WithIdleTimeoutAsync(TimeSpan timeout)
    {
        _before = await Database.ReadAsync("SELECT @@GLOBAL.wait_timeout");
        var seconds = timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await Database.ExecuteAsync($"SET GLOBAL wait_timeout = {seconds}");
        return Database.ConnectionString;
    }
}
