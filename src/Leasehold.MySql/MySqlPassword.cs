using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>The password of a workload's data source, where the application has a provider of one.</summary>
/// <remarks>
/// Thread-safe. The driver calls a provider for every data source anew, and Leasehold exchanges its data source to
/// clear it. So one that never connects keeps the provider, by the provider's own rule, for all that follow.
/// </remarks>
internal sealed class MySqlPassword : IAsyncDisposable
{
    private readonly MySqlDataSource _keeper;
    private readonly Func<MySqlProvidePasswordContext, string>? _ask;

    private MySqlPassword(MySqlDataSource keeper)
    {
        _keeper = keeper;

        // Good for as long as the keeper lives: it waits for the first password, and then gives the latest.
        using var connection = keeper.CreateConnection();
        _ask = connection.ProvidePasswordCallback;
    }

    /// <summary>Takes the provider, if there is one; what is built after has none.</summary>
    public static MySqlPassword TakeFrom(MySqlDataSourceBuilder builder)
    {
        var target = builder.ConnectionStringBuilder;
        var isPooling = target.Pooling;
        target.Pooling = false;
        var keeper = builder.Build();
        target.Pooling = isPooling;
        builder.UsePeriodicPasswordProvider(null, default, default);
        return new MySqlPassword(keeper);
    }

    /// <summary>Lets a new connection ask for it.</summary>
    public MySqlConnection Give(MySqlConnection connection)
    {
        if (_ask is not null)
        {
            connection.ProvidePasswordCallback = _ask;
        }

        return connection;
    }

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();
}
