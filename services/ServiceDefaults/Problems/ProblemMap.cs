using System.Data.Common;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>Decides what an exception means to a caller; an exhausted pool is answered by Leasehold itself.</summary>
internal sealed class ProblemMap(ConnectionPools pools)
{
    /// <summary>A database that refused: long enough not to join a storm, short enough to notice its return.</summary>
    private const int DatabaseSeconds = 5;

    public Problem Of(Exception exception, HttpContext context) => exception switch
    {
        BadHttpRequestException bad => BadRequestProblem.Of(bad, context),

        // Coming again could do the work twice, so neither is a 503 that invites it, whatever lies inside.
        CommitOutcomeUnknownException or CallOutcomeUnknownException => Problem.Unexpected,
        _ => OfDatabase(exception) ?? Problem.Unexpected,
    };

    private Problem? OfDatabase(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ConnectTimeoutException or TimeoutException:
                    return Problem.Unavailable("The database did not answer in time.", DatabaseSeconds);
                case PoolClosedException:
                    return Problem.Unavailable("This instance is stopping.", 1);
                case DbException:
                    return OfDriver(e);
            }
        }

        return null;
    }

    private Problem? OfDriver(Exception exception) => pools.Classify(exception) switch
    {
        DatabaseErrorKind.TooManyConnections =>
            Problem.Unavailable("The database takes no more connections now.", DatabaseSeconds),
        DatabaseErrorKind.ConnectionBroken =>
            Problem.Unavailable("The database cannot be reached now.", DatabaseSeconds),

        // Nothing is saved: the transaction is undone, and where that is not certain the exception is another.
        DatabaseErrorKind.CommandTimeout =>
            Problem.Unavailable("The database did not answer in time.", DatabaseSeconds),
        DatabaseErrorKind.NotPrimary =>
            Problem.Unavailable("The database is changing its primary server.", DatabaseSeconds),
        DatabaseErrorKind.Transient =>
            Problem.Unavailable("The database is busy with conflicting work.", 1),
        _ => null,
    };
}
