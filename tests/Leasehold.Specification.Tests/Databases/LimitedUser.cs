namespace Leasehold.Specification.Tests.Databases;

/// <summary>A user of the server's who may have so many connections at once; disposed, the user is dropped.</summary>
/// <param name="connectionString">Connects as this user.</param>
/// <param name="drop">Drops it.</param>
public sealed class LimitedUser(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    /// <summary>Connects as this user.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await drop();
}
