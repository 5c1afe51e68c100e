using System.Runtime.CompilerServices;
using Leasehold.Flows;
using Leasehold.Leases;
using Leasehold.Sessions;

namespace Leasehold;

/// <summary>Sessions on the pools of a database: a lease and one transaction each.</summary>
public static class ConnectionPoolsSessionExtensions
{
    /// <summary>Begins a session that the caller commits and disposes.</summary>
    /// <param name="pools">The pools.</param>
    /// <param name="options">How; by default the flow's workload, read committed.</param>
    /// <param name="cancellationToken">Cancels waiting and opening.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    public static ValueTask<Session> BeginSessionAsync(
        this ConnectionPools pools,
        SessionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(pools);
        options ??= SessionOptions.Default;
        var pool = pools.PoolOf(options);
        if (pool.Core.Observer.NamesHolders)
        {
            // Here, where it is not async yet, so that the caller's frame keeps it.
            Ambient.PrepareHolder(pool.Workload, inFlows: pool.Core.Observer.MarksBranches);
        }

        return new SessionRunner(pools).BeginAsync(
            pool, options, new LeaseOrigin(member, file, line), cancellationToken);
    }

    /// <summary>
    /// Begins a session that refuses to write, with one consistent view where the database has it; dispose it.
    /// </summary>
    /// <inheritdoc
    /// cref="BeginSessionAsync(ConnectionPools, SessionOptions?, CancellationToken, string, string, int)"/>
    public static ValueTask<Session> BeginReadSessionAsync(
        this ConnectionPools pools,
        SessionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.BeginSessionAsync(
            (options ?? SessionOptions.Default) with { IsReadOnly = true }, cancellationToken, member, file, line);

    /// <summary>
    /// Runs work in a session of the flow's workload and commits it; rolls back when the work throws.
    /// </summary>
    /// <param name="pools">The pools.</param>
    /// <param name="work">The work; database work only.</param>
    /// <param name="cancellationToken">Cancels waiting, opening and the work, not the commit.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost while committing.</exception>
    public static Task<T> InSessionAsync<T>(
        this ConnectionPools pools,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.InSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc cref="InSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public static Task<T> InSessionAsync<T>(
        this ConnectionPools pools,
        SessionOptions options,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(pools);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        return new SessionRunner(pools).RunAsync(
            pools.PoolOf(options), options, new LeaseOrigin(member, file, line), work, cancellationToken);
    }

    /// <inheritdoc cref="InSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    public static Task InSessionAsync(
        this ConnectionPools pools,
        Func<Session, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.InSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc cref="InSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public static Task InSessionAsync(
        this ConnectionPools pools,
        SessionOptions options,
        Func<Session, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.InSessionAsync(options, WithoutResult(work), cancellationToken, member, file, line);

    /// <summary>
    /// Runs reading work in a session that refuses to write, with one consistent view where the database has it.
    /// </summary>
    /// <inheritdoc cref="InSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    public static Task<T> InReadSessionAsync<T>(
        this ConnectionPools pools,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.InReadSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc cref="InReadSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public static Task<T> InReadSessionAsync<T>(
        this ConnectionPools pools,
        SessionOptions options,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        return pools.InSessionAsync(options with { IsReadOnly = true }, work, cancellationToken, member, file, line);
    }

    /// <inheritdoc cref="InReadSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    public static Task InReadSessionAsync(
        this ConnectionPools pools,
        Func<Session, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.InReadSessionAsync(SessionOptions.Default, work, cancellationToken, member, file, line);

    /// <inheritdoc cref="InReadSessionAsync{T}(ConnectionPools, Func{Session, CancellationToken, Task{T}},
    /// CancellationToken, string, string, int)"/>
    /// <param name="options">How; a workload alone will do.</param>
    public static Task InReadSessionAsync(
        this ConnectionPools pools,
        SessionOptions options,
        Func<Session, CancellationToken, Task> work,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => pools.InReadSessionAsync(options, WithoutResult(work), cancellationToken, member, file, line);

    private static Func<Session, CancellationToken, Task<bool>> WithoutResult(
        Func<Session, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return async (session, token) =>
        {
            await work(session, token).ConfigureAwait(false);
            return true;
        };
    }

    private static ConnectionPool PoolOf(this ConnectionPools pools, SessionOptions options)
        => options.Workload is { } named ? pools[named] : pools.Current;
}
