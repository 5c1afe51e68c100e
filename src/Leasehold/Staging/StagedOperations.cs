using System.Runtime.CompilerServices;
using Leasehold.Leases;
using Leasehold.Providers;
using Leasehold.Staging;
using Microsoft.Extensions.Hosting;

namespace Leasehold;

/// <summary>
/// Runs three-stage operations: database work and commit, an external call with no connection, a new session.
/// </summary>
/// <remarks>
/// Thread-safe. Once stage 1 has committed, the caller's token cancels neither the call nor the save: they are bounded
/// by <see cref="StagedOptions"/> and by the stopping of the host. A session's delegate may run more than once when a
/// transient error undid it, so it does database work only.
/// </remarks>
public sealed class StagedOperations
{
    private readonly ConnectionPools _pools;
    private readonly TimeProvider _time;
    private readonly CallStage _calls;

    /// <summary>Three-stage operations on these pools.</summary>
    /// <param name="pools">The pools.</param>
    /// <param name="lifetime">The host, whose stopping bounds running calls; none outside a host.</param>
    /// <param name="time">Time; by default the system's.</param>
    public StagedOperations(
        ConnectionPools pools, IHostApplicationLifetime? lifetime = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(pools);
        _pools = pools;
        _time = time ?? TimeProvider.System;
        _calls = new CallStage(lifetime?.ApplicationStopping ?? CancellationToken.None, _time);
    }

    /// <summary>Runs prepare, call and save (or declined, or unknown).</summary>
    /// <param name="prepare">Stage 1: its work is committed before the call starts.</param>
    /// <param name="call">
    /// Stage 2: no connection is held, and leasing one throws. It tells its outcome by <see cref="CallOutcome"/>; a
    /// <see cref="CallDeclinedException"/> means declined, any other exception unknown.
    /// </param>
    /// <param name="save">Stage 3 of a success: a new session, in the finishing lane.</param>
    /// <param name="declined">
    /// Stage 3 of a definite refusal; by default the row stays as it is and the refusal is thrown.
    /// </param>
    /// <param name="unknown">
    /// Stage 3 of an unknown outcome; by default the row stays as it is and the error is thrown.
    /// </param>
    /// <param name="options">Bounds.</param>
    /// <param name="cancellationToken">Cancels stage 1 only.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="TPrepared">What the call needs.</typeparam>
    /// <typeparam name="TReply">What the other side answers.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; nothing has happened.</exception>
    /// <exception cref="PoolExhaustedException">Stage 1 found no place in time; nothing has happened.</exception>
    /// <exception cref="CallDeclinedException">
    /// The other side declined and no <c>declined</c> stage was given.
    /// </exception>
    /// <exception cref="CallOutcomeUnknownException">
    /// The outcome is unknown and no <c>unknown</c> stage was given.
    /// </exception>
    [OverloadResolutionPriority(1)] // such a call fits the other overload too, where its outcome would be a reply
    public Task<TResult> RunAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<TPrepared>> prepare,
        Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> call,
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>>? declined = null,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown = null,
        StagedOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => ExecuteAsync(
            Continuing<TPrepared, TResult>(prepare),
            call,
            new Endings<TPrepared, TReply, TResult>(save, declined, unknown),
            options,
            new LeaseOrigin(member, file, line),
            cancellationToken);

    /// <summary>Runs prepare, a call that returns its reply, and save (or declined, or unknown).</summary>
    /// <param name="call">
    /// Stage 2: no connection is held, and leasing one throws. It has succeeded when it returns; a
    /// <see cref="CallDeclinedException"/> means declined, any other exception unknown.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="TReply"/> is itself an outcome, and a refusal would be saved as a success.
    /// </exception>
    /// <inheritdoc
    ///   cref="RunAsync{TPrepared, TReply, TResult}(
    ///     Func{Session, CancellationToken, Task{TPrepared}},
    ///     Func{TPrepared, CancellationToken, Task{CallOutcome{TReply}}},
    ///     Func{Session, TPrepared, TReply, CancellationToken, Task{TResult}},
    ///     Func{Session, TPrepared, string, CancellationToken, Task{TResult}},
    ///     Func{Session, TPrepared, CallOutcome{TReply}, CancellationToken, Task{TResult}},
    ///     StagedOptions, CancellationToken, string, string, int)"/>
    public Task<TResult> RunAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<TPrepared>> prepare,
        Func<TPrepared, CancellationToken, Task<TReply>> call,
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>>? declined = null,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown = null,
        StagedOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => ExecuteAsync(
            Continuing<TPrepared, TResult>(prepare),
            Succeeding(call),
            new Endings<TPrepared, TReply, TResult>(save, declined, unknown),
            options,
            new LeaseOrigin(member, file, line),
            cancellationToken);

    /// <summary>
    /// As <c>RunAsync</c>, for operations that may have been done already: stage 1 may end them with a result.
    /// </summary>
    /// <param name="prepare">Stage 1: decides by <see cref="Preparation"/> whether the call is to be made.</param>
    /// <inheritdoc
    ///   cref="RunAsync{TPrepared, TReply, TResult}(
    ///     Func{Session, CancellationToken, Task{TPrepared}},
    ///     Func{TPrepared, CancellationToken, Task{CallOutcome{TReply}}},
    ///     Func{Session, TPrepared, TReply, CancellationToken, Task{TResult}},
    ///     Func{Session, TPrepared, string, CancellationToken, Task{TResult}},
    ///     Func{Session, TPrepared, CallOutcome{TReply}, CancellationToken, Task{TResult}},
    ///     StagedOptions, CancellationToken, string, string, int)"/>
    [OverloadResolutionPriority(1)] // such a call fits the other overload too, where its outcome would be a reply
    public Task<TResult> RunOnceAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<Preparation<TPrepared, TResult>>> prepare,
        Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> call,
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>>? declined = null,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown = null,
        StagedOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => ExecuteAsync(
            prepare,
            call,
            new Endings<TPrepared, TReply, TResult>(save, declined, unknown),
            options,
            new LeaseOrigin(member, file, line),
            cancellationToken);

    /// <summary>
    /// As <c>RunAsync</c> with a call that returns its reply, for operations that may have been done already: stage 1
    /// may end them with a result.
    /// </summary>
    /// <param name="prepare">Stage 1: decides by <see cref="Preparation"/> whether the call is to be made.</param>
    /// <param name="call">
    /// Stage 2: no connection is held, and leasing one throws. It has succeeded when it returns; a
    /// <see cref="CallDeclinedException"/> means declined, any other exception unknown.
    /// </param>
    /// <inheritdoc
    ///   cref="RunAsync{TPrepared, TReply, TResult}(
    ///     Func{Session, CancellationToken, Task{TPrepared}},
    ///     Func{TPrepared, CancellationToken, Task{CallOutcome{TReply}}},
    ///     Func{Session, TPrepared, TReply, CancellationToken, Task{TResult}},
    ///     Func{Session, TPrepared, string, CancellationToken, Task{TResult}},
    ///     Func{Session, TPrepared, CallOutcome{TReply}, CancellationToken, Task{TResult}},
    ///     StagedOptions, CancellationToken, string, string, int)"/>
    public Task<TResult> RunOnceAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<Preparation<TPrepared, TResult>>> prepare,
        Func<TPrepared, CancellationToken, Task<TReply>> call,
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>>? declined = null,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown = null,
        StagedOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        => ExecuteAsync(
            prepare,
            Succeeding(call),
            new Endings<TPrepared, TReply, TResult>(save, declined, unknown),
            options,
            new LeaseOrigin(member, file, line),
            cancellationToken);

    private static Func<Session, CancellationToken, Task<Preparation<TPrepared, TResult>>>
        Continuing<TPrepared, TResult>(Func<Session, CancellationToken, Task<TPrepared>> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        return async (session, token) => Preparation<TPrepared, TResult>.Continue(
            await prepare(session, token).ConfigureAwait(false));
    }

    private static Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> Succeeding<TPrepared, TReply>(
        Func<TPrepared, CancellationToken, Task<TReply>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var reply = typeof(TReply);
        if (reply.IsGenericType && reply.GetGenericTypeDefinition() == typeof(CallOutcome<>))
        {
            throw new ArgumentException(
                "The call returns an outcome, and the other stages take it for a reply: a refusal would be saved as a "
                + "success. Let the save stage take the reply of a success.",
                nameof(call));
        }

        return async (prepared, token) => CallOutcome<TReply>.FromReply(
            await call(prepared, token).ConfigureAwait(false));
    }

    private async Task<TResult> ExecuteAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<Preparation<TPrepared, TResult>>> prepare,
        Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> call,
        Endings<TPrepared, TReply, TResult> endings,
        StagedOptions? options,
        LeaseOrigin origin,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(call);
        options ??= StagedOptions.Default;
        options.ThrowIfInvalid();

        // Settled now: the flow may have ended by the time the outcome is saved.
        var workload = options.Workload ?? Flow.Current?.Workload ?? Workload.Api;
        var starting = new SessionOptions { Workload = workload, MaxRetries = options.MaxRetries };
        var preparation = await LeaseholdTracing.InStageAsync(
            LeaseholdTracing.PrepareSpan,
            workload.Name,
            () => _pools.InSessionAsync(
                starting, prepare, cancellationToken, origin.Member, origin.File, origin.Line))
            .ConfigureAwait(false);
        if (!preparation.GoesOn)
        {
            return preparation.Result;
        }

        var prepared = preparation.Prepared;
        var outcome = await _calls
            .CallAsync(token => call(prepared, token), options.CallTimeout, options.StopGrace).ConfigureAwait(false);
        var ending = endings.Of(prepared, outcome);
        using var bound = new CancellationTokenSource(options.SaveTimeout, _time);
        var finishing = starting with { Lane = LeaseLane.Finishing, RepeatsUntilCancelled = true };
        try
        {
            return await LeaseholdTracing.InStageAsync(
                LeaseholdTracing.SaveSpan,
                workload.Name,
                () => _pools.InSessionAsync(
                    finishing, ending, bound.Token, origin.Member, origin.File, origin.Line))
                .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (bound.IsCancellationRequested && exception is not CommitOutcomeUnknownException)
        {
            throw new TimeoutException(
                $"The call ended ({outcome.Kind}), but its outcome could not be saved within "
                + $"{nameof(StagedOptions.SaveTimeout)}, {options.SaveTimeout}. What the call did stands, and the "
                + "rows are as the first stage left them.",
                exception);
        }
    }
}
