namespace Leasehold.Testing.Servers.Databases;

/// <summary>Empty databases for the tests of a service; disposed, all are dropped.</summary>
public interface IServiceDatabases : IAsyncDisposable
{
    /// <summary>Why there are none here, once one was asked for; null when there are.</summary>
    string? MissingReason { get; }

    /// <summary>The service's settings for a new one; null when there is no server.</summary>
    Task<string[]?> NewAsync();
}
