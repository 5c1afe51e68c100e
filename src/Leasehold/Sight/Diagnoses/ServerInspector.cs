using Leasehold.Leases;
using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>Asks the server what its sessions wait for, on one connection beside the pools.</summary>
/// <remarks>Not thread-safe: <see cref="Diagnostician"/> has one question asked at a time.</remarks>
internal sealed class ServerInspector(PoolCore pool, string application, TimeSpan timeout, TimeProvider time)
{
    public bool CanAsk => pool.Guaranteed.Inspects;

    /// <summary>Ends when the connection is closed again, which a driver may let take longer than the bound.</summary>
    public async Task<ServerOutcome> AskAsync(IReadOnlyCollection<ServerSessionId> leased)
    {
        if (!CanAsk)
        {
            return new ServerOutcome(ServerAnswer.NotAsked, TimeSpan.Zero);
        }

        var started = time.GetTimestamp();
        using var bound = new CancellationTokenSource(timeout, time);
        try
        {
            var report = await pool.Guaranteed.InspectAsync(
                new ServerInspection { ApplicationName = application, Timeout = timeout, Leased = leased },
                bound.Token).ConfigureAwait(false);
            return new ServerOutcome(ServerAnswer.Answered, time.GetElapsedTime(started), report);
        }
        catch (Exception exception)
        {
            // Whatever it is: a diagnosis says what is wrong, it does not fail with it.
            return new ServerOutcome(
                AnswerOf(exception, bound.IsCancellationRequested),
                time.GetElapsedTime(started),
                Reason: exception.GetType().Name);
        }
    }

    private ServerAnswer AnswerOf(Exception exception, bool isOver)
        => pool.Provider.Classify(exception) switch
        {
            DatabaseErrorKind.TooManyConnections => ServerAnswer.Full,
            DatabaseErrorKind.CommandTimeout => ServerAnswer.Silent,
            _ when isOver || exception is OperationCanceledException or TimeoutException => ServerAnswer.Silent,
            DatabaseErrorKind.ConnectionBroken => ServerAnswer.Unreachable,
            _ => ServerAnswer.Failed,
        };
}
