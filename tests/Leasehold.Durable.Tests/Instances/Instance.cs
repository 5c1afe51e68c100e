using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Durable.Tests.Instances;

/// <summary>One instance of a service: its own pools, its own journal name, its own worker.</summary>
public sealed class Instance : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStarted;

    private Instance(IHost host, ChargeOperation charge, string table, LogRecorder logs)
    {
        _host = host;
        Charge = charge;
        Table = table;
        Logs = logs;
        Pools = host.Services.GetRequiredService<ConnectionPools>();
        Operations = host.Services.GetRequiredService<DurableOperations>();
    }

    public IServiceProvider Services => _host.Services;

    public ConnectionPools Pools { get; }

    public DurableOperations Operations { get; }

    public ChargeOperation Charge { get; }

    public string Table { get; }

    public LogRecorder Logs { get; }

    /// <summary>An instance that does nothing by itself yet: no heartbeat, no worker.</summary>
    internal static Instance Build(
        DatabaseUnderTest database,
        string kind,
        string table,
        Action<DurableOptions>? configure = null,
        Action<DurableBuilder>? more = null,
        string? connectionString = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var charge = new ChargeOperation(table);
        var logs = new LogRecorder();
        builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(logs);
        builder.Services.AddSingleton(charge);
        var durable = builder.Services
            .AddLeasehold(builder.Configuration, SetSizes)
            .UseProvider(_ => database.CreateProvider(connectionString))
            .AddDurable(options =>
            {
                options.Claim = TimeSpan.FromSeconds(30);
                options.PollInterval = TimeSpan.FromMilliseconds(100);
                options.StopGrace = TimeSpan.FromMilliseconds(200);
                options.Operations[kind].FirstPause = TimeSpan.FromMilliseconds(50);
                options.Operations[kind].LongestPause = TimeSpan.FromMilliseconds(200);
                configure?.Invoke(options);
            })
            .AddOperation<ChargeOperation>(kind);
        more?.Invoke(durable);
        return new Instance(builder.Build(), charge, table, logs);
    }

    public async Task StartAsync()
    {
        await _host.StartAsync();
        _isStarted = true;
    }

    public async Task StopAsync()
    {
        if (_isStarted)
        {
            _isStarted = false;
            await _host.StopAsync();
        }
    }

    /// <summary>Runs an operation whose stage 1 writes a row as pending.</summary>
    public Task<DurableRun<string>> RunAsync(
        int row, Guid? id = null, DurableRunOptions? options = null, CancellationToken cancellationToken = default)
        => Operations.RunAsync(Charge, PrepareAsync(row, id), options, cancellationToken);

    /// <summary>Leaves operations to any worker, all in one transaction.</summary>
    public Task AddAsync(int firstRow, int count)
        => Pools.InSessionAsync(async (session, token) =>
        {
            for (var row = firstRow; row < firstRow + count; row++)
            {
                var start = await PrepareAsync(row, null)(session, token);
                await Operations.AddAsync(session, Charge, start, cancellationToken: token);
            }
        });

    public Func<Session, CancellationToken, Task<DurableStart<ChargeArgs>>> PrepareAsync(int row, Guid? id)
        => async (session, token) =>
        {
            await session.ExecuteAsync($"INSERT INTO {Table} (id, body) VALUES ({row}, 'pending')", token);
            return new DurableStart<ChargeArgs>(new ChargeArgs(row)) { Id = id ?? Guid.CreateVersion7() };
        };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Disposes the host as somebody does who forgets to stop it.</summary>
    public ValueTask DisposeUnstoppedAsync()
    {
        _isStarted = false;
        return DisposeAsync();
    }

    private static void SetSizes(LeaseholdOptions options)
    {
        foreach (var pool in options.Pools.Values)
        {
            (pool.Size, pool.MaxOverflow, pool.AcquireTimeout) = (3, 2, TimeSpan.FromSeconds(15));
        }
    }
}
