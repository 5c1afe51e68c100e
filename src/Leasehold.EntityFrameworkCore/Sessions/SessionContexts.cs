using System.Data.Common;
using System.Runtime.CompilerServices;
using Leasehold.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore;

/// <summary>Contexts on the connection and transaction of a session, reused one after another.</summary>
/// <typeparam name="TContext">
/// The context: one public constructor that takes its options alone, as for any pooled context.
/// </typeparam>
/// <remarks>Thread-safe; the contexts are not. Disposed by its container.</remarks>
public sealed class SessionContexts<TContext> : IDisposable
    where TContext : DbContext
{
    private readonly ConnectionPools _pools;
    private readonly IServiceScope? _scope;
    private readonly Lazy<DbContextOptions<TContext>> _options;
    private readonly Lazy<PooledDbContextFactory<TContext>> _factory;

    /// <summary>Contexts with these options, on sessions of these pools.</summary>
    /// <param name="pools">The pools of the same database.</param>
    /// <param name="options">The context's options; whether they use Leasehold does not matter here.</param>
    public SessionContexts(ConnectionPools pools, DbContextOptions<TContext> options)
    {
        ArgumentNullException.ThrowIfNull(pools);
        ArgumentNullException.ThrowIfNull(options);
        _pools = pools;
        _options = new(options);
        _factory = new(MakeFactory);
    }

    // Options may be scoped services; the scope lives as long as the contexts made of them.
    internal SessionContexts(ConnectionPools pools, IServiceScopeFactory scopes)
    {
        _pools = pools;
        _scope = scopes.CreateScope();
        _options = new(() => _scope.ServiceProvider.GetRequiredService<DbContextOptions<TContext>>());
        _factory = new(MakeFactory);
    }

    /// <summary>A context on a session; dispose it before the session ends.</summary>
    /// <param name="session">The session; it commits, <c>SaveChanges</c> only writes.</param>
    /// <remarks>
    /// With a retrying execution strategy use
    /// <see cref="InSessionAsync{T}(SessionOptions, Func{TContext, CancellationToken, Task{T}}, CancellationToken,
    /// string, string, int)"/>:
    /// EF Core refuses a transaction that it could not repeat.
    /// </remarks>
    public TContext Create(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var context = OwnedConnection.SourceOf(_pools.Api).AdoptsConnections
            ? CreateOn(session.Connection)
            : RentOn(session.Connection);
        try
        {
            context.Database.UseTransaction(session.Transaction);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs work with a context in a session of the flow's workload and commits it; rolls back when the work throws.
    /// </summary>
    /// <param name="work">The work; it calls <c>SaveChanges</c> itself. Database work only.</param>
    /// <param name="cancellationToken">Cancels waiting, opening and the work, not the commit.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <remarks>
    /// Where the provider retries (<c>EnableRetryOnFailure</c>) the whole session runs inside its execution strategy,
    /// with a new context and a new transaction each time; never after an unknown commit.
    /// </remarks>
    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost while committing.</exception>
    public Task<T> InSessionAsync<T>(
        Func<TContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => InSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc
    /// cref="InSessionAsync{T}(Func{TContext, CancellationToken, Task{T}}, CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public async Task<T> InSessionAsync<T>(
        SessionOptions options,
        Func<TContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        var strategist = _factory.Value.CreateDbContext();
        await using (strategist.ConfigureAwait(false))
        {
            var strategy = strategist.Database.CreateExecutionStrategy();
            if (strategy.RetriesOnFailure)
            {
                return await strategy.ExecuteAsync(RunAsync, cancellationToken).ConfigureAwait(false);
            }
        }

        return await RunAsync(cancellationToken).ConfigureAwait(false);

        Task<T> RunAsync(CancellationToken token)
            => _pools.InSessionAsync(options, (session, t) => WorkAsync(session, work, t), token, member, file, line);
    }

    /// <inheritdoc
    /// cref="InSessionAsync{T}(Func{TContext, CancellationToken, Task{T}}, CancellationToken, string, string, int)"/>
    public Task InSessionAsync(
        Func<TContext, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(work);
        return InSessionAsync(
            async (context, token) =>
            {
                await work(context, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken,
            member,
            file,
            line);
    }

    /// <inheritdoc/>
    public void Dispose() => _scope?.Dispose();

    // What EF Core's provider relies on in the connections that it makes itself, the sessions' must have too.
    private PooledDbContextFactory<TContext> MakeFactory()
    {
        var factory = new PooledDbContextFactory<TContext>(_options.Value);
        using var context = factory.CreateDbContext();
        var made = context.Database.GetDbConnection();
        foreach (var pool in _pools.All)
        {
            var source = OwnedConnection.SourceOf(pool);
            if (source.Target.Equals(source.TargetOf(made)))
            {
                source.BehaveAs(made);
            }
        }

        return factory;
    }

    private TContext RentOn(DbConnection connection)
    {
        var context = _factory.Value.CreateDbContext();
        try
        {
            context.Database.SetDbConnection(connection, contextOwnsConnection: false);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    // EF Core gives SQLite's connections functions of its own, for decimals among others: only to one that it makes or
    // that is in the options.
    private TContext CreateOn(DbConnection connection)
    {
        var options = _options.Value;
        var relational = RelationalOptionsExtension.Extract(options)
            .WithConnectionString(null)
            .WithConnection(connection, owned: false);
        var builder = new DbContextOptionsBuilder<TContext>(options);
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(relational);
        return (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!;
    }

    private async Task<T> WorkAsync<T>(
        Session session, Func<TContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var context = Create(session);
        await using (context.ConfigureAwait(false))
        {
            return await work(context, cancellationToken).ConfigureAwait(false);
        }
    }
}
