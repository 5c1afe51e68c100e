using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>
/// Connections beside the pool, for what cannot be said on the one that is busy; opened when needed, two at a time.
/// </summary>
/// <remarks>Thread-safe. A session is looked for on its own server: another one's may have the same number.</remarks>
/// <param name="builder">Builds the pool's source: with its password, TLS and the like.</param>
/// <param name="isInitialized">Whether the pool's connections are initialized, as those here are not.</param>
internal sealed class PostgreSqlSide(NpgsqlDataSourceBuilder builder, bool isInitialized) : IAsyncDisposable
{
    private const int TimeoutSeconds = 3;

    // A full pool whose callers all give up must not take as many connections again from the server.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _line = new(AtOnce);
    private readonly Lock _building = new(); // guards builder and _sources
    private readonly Dictionary<(string? Host, int Port), NpgsqlDataSource> _sources = [];

    /// <summary>Cancels what a session is doing.</summary>
    /// <exception cref="TimeoutException">
    /// It was not to be had. What the session sends may have no end, so it must not be closed.
    /// </exception>
    public async ValueTask CancelAsync(NpgsqlConnection busy, bool blocking)
    {
        var bound = TimeSpan.FromSeconds(TimeoutSeconds);
        if (!(blocking ? _line.Wait(bound) : await _line.WaitAsync(bound).ConfigureAwait(false)))
        {
            throw new TimeoutException($"Others were being stopped from beside for {TimeoutSeconds} s.");
        }

        try
        {
            await CancelAsync(busy.ProcessID, Of(busy.Host, busy.Port), blocking).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw new TimeoutException("The session could not be stopped from beside.", exception);
        }
        finally
        {
            _line.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask CancelAsync(int processId, NpgsqlDataSource source, bool blocking)
    {
        var connection = blocking
            ? source.OpenConnection()
            : await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var command = new NpgsqlCommand("SELECT pg_cancel_backend($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = processId });
            if (blocking)
            {
                command.ExecuteNonQuery();
            }
            else
            {
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
    }

    private NpgsqlDataSource Of(string? host, int port)
    {
        lock (_building)
        {
            return _sources.TryGetValue((host, port), out var source)
                ? source
                : _sources[(host, port)] = Build(host, port);
        }
    }

    private NpgsqlDataSource Build(string? host, int port)
    {
        if (isInitialized)
        {
            builder.UsePhysicalConnectionInitializer(null, null);
        }

        var text = builder.ConnectionStringBuilder;
        text.Host = host;
        text.Port = port;
        text.Pooling = false;
        text.Enlist = false;
        text.MinPoolSize = 0;
        text.Timeout = TimeoutSeconds;
        text.CommandTimeout = TimeoutSeconds;
        return builder.Build();
    }
}
