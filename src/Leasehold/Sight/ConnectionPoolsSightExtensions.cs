using Leasehold.Sight;

namespace Leasehold;

/// <summary>What can be seen of a database's pools.</summary>
public static class ConnectionPoolsSightExtensions
{
    extension(ConnectionPools pools)
    {
        /// <summary>The guard against external calls made while a connection is held.</summary>
        public ExternalCallGuard Guard => PoolSight.Of(pools).Guard;

        /// <summary>Where the hold time goes, by endpoint.</summary>
        public Attribution Attribution => PoolSight.Of(pools).Attribution;

        /// <summary>The last minute of every pool.</summary>
        public PoolHistory History => PoolSight.Of(pools).History;

        /// <summary>Flight records: made on exhaustion and by request.</summary>
        public FlightRecorder FlightRecorder => PoolSight.Of(pools).FlightRecorder;

        /// <summary>
        /// What is wrong now, who it is, and what to do: what the pools know, joined with what the server knows of its
        /// sessions and their locks.
        /// </summary>
        /// <remarks>
        /// Thread-safe. The server is asked on one connection beside the pools, called
        /// <c>{ApplicationName}/diagnosis</c>, which is opened for it and closed after; never on two at once. Whoever
        /// asks meanwhile, or within a second, gets the same answer. It takes no longer than
        /// <see cref="LeaseholdOptions.DiagnosisTimeout"/>, and fails for no reason but cancellation: a server that
        /// does not answer, is full, or keeps something from this user is a part of the answer. Pools of further
        /// databases are in it as far as they are on the same server.
        /// </remarks>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public Task<Diagnosis> DiagnoseAsync(CancellationToken cancellationToken = default)
            => PoolSight.Of(pools).Diagnostician.DiagnoseAsync(cancellationToken);
    }
}
