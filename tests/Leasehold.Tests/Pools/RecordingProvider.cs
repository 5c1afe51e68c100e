using System.Data;
using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.Tests.Pools;

/// <summary>Another provider, and what its pools were asked to be.</summary>
internal sealed class RecordingProvider(DatabaseProvider inner, IList<DriverPoolSettings> settings) : DatabaseProvider
{
    public override SqlDialect Dialect => inner.Dialect;

    public override DriverPool CreatePool(DriverPoolSettings wanted)
    {
        settings.Add(wanted);
        return inner.CreatePool(wanted);
    }

    public override DatabaseErrorKind Classify(Exception exception) => inner.Classify(exception);

    public override ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
        => inner.BeginAsync(connection, readOnly, isolationLevel, cancellationToken);
}
