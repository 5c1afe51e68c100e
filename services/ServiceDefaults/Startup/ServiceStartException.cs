namespace Leasehold.ServiceDefaults.Startup;

/// <summary>
/// The service cannot start as it is configured; the message names the setting and says what to change.
/// </summary>
/// <remarks>Never carries a password or key: the message is printed as it is.</remarks>
public sealed class ServiceStartException(string message) : Exception(message);
