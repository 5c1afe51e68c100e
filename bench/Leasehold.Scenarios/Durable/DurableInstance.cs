using Leasehold.Durable;
using Leasehold.Scenarios.Surroundings;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Scenarios.Durable;

/// <summary>A database of its own with the journal, and one instance on it that runs what it starts.</summary>
internal sealed class DurableInstance : IAsyncDisposable
{
    public const string Kind = "payment.charge";

    private readonly ScenarioDatabase _database;
    private readonly ServiceProvider _services;

    private DurableInstance(ScenarioDatabase database, ServiceProvider services)
    {
        _database = database;
        _services = services;
        Pools = services.GetRequiredService<ConnectionPools>();
        Operations = services.GetRequiredService<DurableOperations>();
        Operation = services.GetRequiredService<NoOpOperation>();
        Staged = services.GetRequiredService<StagedOperations>();
    }

    public ConnectionPools Pools { get; }

    public DurableOperations Operations { get; }

    public NoOpOperation Operation { get; }

    public StagedOperations Staged { get; }

    public static async Task<DurableInstance> StartAsync(DatabaseHome home, string name)
    {
        var database = await home.CreateAsync(name);
        var services = new ServiceCollection();
        services
            .AddLeasehold(new ConfigurationBuilder().Build())
            .UseDatabase(database.Settings)
            .AddDurable()
            .AddOperation<NoOpOperation>(Kind);
        var instance = new DurableInstance(database, services.BuildServiceProvider());
        await instance.Operations.EnsureSchemaAsync();
        await database.ExecuteAsync(UserStatements.CreateOrders);
        await database.ExecuteAsync(UserStatements.CreatePlain);
        return instance;
    }

    public Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
