using System.Globalization;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>
/// Connections beside the pool, for what cannot be said on the one that is busy; opened when needed, two at a time.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="build">Makes a source of unpooled connections to one server.</param>
/// <param name="servers">The servers, as the connection string names them.</param>
/// <param name="password">The password.</param>
internal sealed class MySqlSide(Func<string, MySqlDataSource> build, string servers, MySqlPassword password)
    : IAsyncDisposable
{
    private const int TimeoutSeconds = 5;

    // A full pool whose callers all give up must not take as many connections again from the server.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _line = new(AtOnce);
    private readonly Lazy<IReadOnlyList<MySqlDataSource>> _sources
        = new(() => [.. servers.Split(',').Select(server => build(server.Trim()))]);

    /// <summary>Kills what a session is doing, or the session.</summary>
    /// <exception cref="TimeoutException">
    /// Its turn did not come, or which of several servers has the session cannot be told.
    /// </exception>
    public async Task KillAsync(int serverThread, bool queryOnly)
    {
        if (!await _line.WaitAsync(TimeSpan.FromSeconds(TimeoutSeconds)).ConfigureAwait(false))
        {
            throw new TimeoutException($"Others were being stopped from beside for {TimeoutSeconds} s.");
        }

        try
        {
            var source = await FindAsync(serverThread).ConfigureAwait(false);
            await ExecuteAsync(source, $"KILL {(queryOnly ? "QUERY " : "")}{serverThread}").ConfigureAwait(false);
        }
        finally
        {
            _line.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sources.IsValueCreated)
        {
            foreach (var source in _sources.Value)
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // Servers number their sessions alike, and the driver does not tell which one a connection leads to. All are
    // asked: what none or several have is not killed, since it may be somebody else's.
    private async Task<MySqlDataSource> FindAsync(int serverThread)
    {
        if (_sources.Value.Count == 1)
        {
            return _sources.Value[0];
        }

        MySqlDataSource? found = null;
        foreach (var source in _sources.Value)
        {
            var count = await ExecuteAsync(
                source, $"SELECT count(*) FROM information_schema.processlist WHERE id = {serverThread}")
                .ConfigureAwait(false);
            if (Convert.ToInt32(count, CultureInfo.InvariantCulture) > 0)
            {
                found = found is null ? source : throw Unknown();
            }
        }

        return found ?? throw Unknown();

        static TimeoutException Unknown() => new("Which of the servers has the session cannot be told.");
    }

    private async Task<object?> ExecuteAsync(MySqlDataSource source, string sql)
    {
        var connection = password.Give(source.CreateConnection());
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync().ConfigureAwait(false);
            using var command = new MySqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
            return await command.ExecuteScalarAsync().ConfigureAwait(false);
        }
    }
}
