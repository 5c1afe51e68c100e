using Leasehold.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.EntityFrameworkCore.Tests.Returns;

/// <summary>What rides on the driver's next command is undone by the idle sweep, also after a context.</summary>
public sealed class PostgreSqlContextTraceTests : ContextSpecification<PostgreSqlContextDatabase>
{
    [Fact]
    public async Task Dispose_WhileOpenWithAnAdvisoryLock_IsReleasedWithinTheBound()
    {
        const string Held = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
            + "WHERE locktype = 'advisory' AND datname = current_database()";
        var services = Build();
        await using (var context = Create(services))
        {
            await context.Database.OpenConnectionAsync(Ended);
            await context.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(1)", Ended);
        }

        await using var outside = await Database.OpenOutsideAsync();
        await using var command = outside.CreateCommand();
        command.CommandText = Held;
        var started = TimeProvider.System.GetTimestamp();
        long held;
        while ((held = (long)(await command.ExecuteScalarAsync(Ended))!) > 0
            && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            await Task.Yield();
        }

        Assert.Equal(0, held);
        AssertAtRest(services);
    }
}
