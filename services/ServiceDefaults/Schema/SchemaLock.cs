using Leasehold.ServiceDefaults.Database;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Held by the one instance that migrates; the others wait, and then find nothing to do.</summary>
internal abstract class SchemaLock : IAsyncDisposable
{
    /// <summary>
    /// Longer than any migration here takes; past it another instance hangs, and a person should look.
    /// </summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<SchemaLock> TakeAsync(
        DatabaseSettings settings, string service, CancellationToken cancellationToken)
        => settings.Kind switch
        {
            DatabaseKind.Sqlite => FileSchemaLock.TakeAsync(settings.DirectConnectionString, cancellationToken),
            DatabaseKind.PostgreSql => PostgreSqlSchemaLock.TakeAsync(settings.DirectConnectionString, service,
                cancellationToken),
            _ => MySqlSchemaLock.TakeAsync(settings.DirectConnectionString, service, cancellationToken),
        };

    public abstract ValueTask DisposeAsync();
}
