using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Specification.Tests.Connecting;

public sealed class SqliteNamedStringTests : NamedStringSpecification<SqliteDatabase>
{
    protected override void Use(LeaseholdBuilder builder, string text) => builder.UseSqlite(text);
}
