using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests;

/// <summary>For sessions that begin before any context is made: nobody knows yet what Pomelo relies on.</summary>
public sealed class MariaDbSessionDatabase : MariaDbContextDatabase
{
    /// <inheritdoc/>
    protected override string OwnSettings => ";Allow User Variables=True";
}
