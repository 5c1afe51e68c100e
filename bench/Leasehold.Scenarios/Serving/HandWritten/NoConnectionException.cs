namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>The driver's pool gave no connection in time.</summary>
internal sealed class NoConnectionException(Exception? inner)
    : Exception("No connection came free in time.", inner);
