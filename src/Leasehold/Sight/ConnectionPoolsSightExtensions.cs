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
    }
}
