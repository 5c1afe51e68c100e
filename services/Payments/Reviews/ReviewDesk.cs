using LinqToDB.Data;

namespace Leasehold.Payments.Reviews;

/// <summary>Where findings are put for people to look at.</summary>
internal sealed class ReviewDesk(TimeProvider time, ILogger<ReviewDesk> logger)
{
    /// <summary>Stores a finding with the caller's other changes, and says so the first time.</summary>
    public async Task RaiseAsync(DataConnection db, Finding finding, CancellationToken cancellationToken)
    {
        if (await ReviewStatements.TryAddAsync(db, finding, time, cancellationToken))
        {
            Log.ReviewNeeded(logger, finding.OperationId, finding.Kind);
        }
    }
}
