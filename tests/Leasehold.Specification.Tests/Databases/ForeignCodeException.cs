namespace Leasehold.Specification.Tests.Databases;

/// <summary>Thrown by somebody else's code that is called from within the pools.</summary>
public sealed class ForeignCodeException() : Exception("A listener or a log sink failed.");
