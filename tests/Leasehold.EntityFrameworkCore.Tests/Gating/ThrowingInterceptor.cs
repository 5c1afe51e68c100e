using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>An interceptor of the application's own that refuses every opening.</summary>
internal sealed class ThrowingInterceptor : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => throw new NotSupportedException("Not today.");

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
        => throw new NotSupportedException("Not today.");
}
