using System.Data.Common;
using Leasehold.Providers;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Decides what an exception means to a caller.</summary>
internal sealed class ProblemMap(RegisteredDatabases databases)
{
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
                case PoolExhaustedException exhausted:
                    return Problem.Unavailable(CapacityProblem.Detail, RetryAfter.From(exhausted));
                case ConnectTimeoutException:
                    return Problem.Unavailable("The database did not answer in time.", RetryAfter.DatabaseSeconds);
                case PoolClosedException:
                    return Problem.Unavailable("This instance is stopping.", 1);
                case DbException:
                    return OfDriver(e);
            }
        }

        return null;
    }

    private Problem? OfDriver(Exception exception) => databases.Classify(exception) switch
    {
        DatabaseErrorKind.TooManyConnections =>
            Problem.Unavailable("The database takes no more connections now.", RetryAfter.DatabaseSeconds),
        DatabaseErrorKind.ConnectionBroken =>
            Problem.Unavailable("The database cannot be reached now.", RetryAfter.DatabaseSeconds),
        DatabaseErrorKind.Transient =>
            Problem.Unavailable("The database is busy with conflicting work.", 1),
        _ => null,
    };
}
