using System.Runtime.CompilerServices;
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
    private readonly CancellationToken _stopping;

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
        _stopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
    }

    /// <summary>Runs prepare, call and save (or declined, or unknown).</summary>
    /// <param name="prepare">Stage 1: its work is committed before the call starts.</param>
    /// <param name="call">Stage 2: no connection is held, and leasing one throws. An exception means unknown.</param>
    /// <param name="save">Stage 3 of a success: a new session, in the finishing lane.</param>
    /// <param name="declined">Stage 3 of a definite refusal.</param>
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
    /// <exception cref="PoolExhaustedException">Stage 1 found no place in time; nothing has happened.</exception>
    /// <exception cref="CallOutcomeUnknownException">
    /// The outcome is unknown and no <c>unknown</c> stage was given.
    /// </exception>
    public Task<TResult> RunAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<TPrepared>> prepare,
        Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> call,
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>> declined,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown = null,
        StagedOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        return RunOnceAsync(
            async (session, token) => Preparation<TPrepared, TResult>.Continue(
                await prepare(session, token).ConfigureAwait(false)),
            call,
            save,
            declined,
            unknown,
            options,
            cancellationToken,
            member,
            file,
            line);
    }

    /// <summary>
    /// As <c>RunAsync</c>, for operations that may have been done already: stage 1 may end them with a result.
    /// </summary>
    /// <param name="prepare">Stage 1: decides whether the call is to be made.</param>
    /// <inheritdoc cref="RunAsync{TPrepared, TReply, TResult}"/>
    public async Task<TResult> RunOnceAsync<TPrepared, TReply, TResult>(
        Func<Session, CancellationToken, Task<Preparation<TPrepared, TResult>>> prepare,
        Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> call,
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>> declined,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown = null,
        StagedOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(declined);
        options ??= StagedOptions.Default;

        // Settled now: the flow may have ended by the time the outcome is saved.
        var workload = options.Workload ?? Flow.Current?.Workload ?? Workload.Api;
        var starting = new SessionOptions { Workload = workload, MaxRetries = options.MaxRetries };
        var preparation = await LeaseholdTracing.InStageAsync(
            LeaseholdTracing.PrepareSpan,
            workload,
            () => _pools.InSessionAsync(starting, prepare, cancellationToken, member, file, line))
            .ConfigureAwait(false);
        if (!preparation.GoesOn)
        {
            return preparation.Result;
        }

        var prepared = preparation.Prepared;
        var outcome = await CallAsync(call, prepared, options).ConfigureAwait(false);
        if (outcome.Kind == CallOutcomeKind.Unknown && unknown is null)
        {
            throw new CallOutcomeUnknownException(outcome.Reason, outcome.Error);
        }

        using var bound = new CancellationTokenSource(options.SaveTimeout, _time);
        var finishing = starting with { Lane = LeaseLane.Finishing, RepeatsUntilCancelled = true };
        return await LeaseholdTracing.InStageAsync(LeaseholdTracing.SaveSpan, workload, () => _pools
            .InSessionAsync(
                finishing,
                (session, token) => outcome.Kind switch
                {
                    CallOutcomeKind.Succeeded => save(session, prepared, outcome.Reply, token),
                    CallOutcomeKind.Declined => declined(session, prepared, outcome.Reason ?? "", token),
                    _ => unknown!(session, prepared, outcome, token),
                },
                bound.Token,
                member,
                file,
                line)).ConfigureAwait(false);
    }

    private async Task<CallOutcome<TReply>> CallAsync<TPrepared, TReply>(
        Func<TPrepared, CancellationToken, Task<CallOutcome<TReply>>> call, TPrepared prepared, StagedOptions options)
    {
        using var bound = new CancellationTokenSource(options.CallTimeout, _time);

        // A stopping host gives running calls the rest of their grace: cutting them off would make outcomes unknown.
        await using var stopping = _stopping.UnsafeRegister(
            static state =>
            {
                var (source, grace) = ((CancellationTokenSource, TimeSpan))state!;
                source.CancelAfter(grace);
            },
            (bound, options.StopGrace)).ConfigureAwait(false);
        using var scope = CallScope.Enter();
        try
        {
            return await LeaseholdTracing.InCallAsync(() => call(prepared, bound.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (StageViolationException or ExternalCallException))
        {
            // Those two are defects of the calling code: hidden as an unknown outcome they would stay.
            var reason = bound.IsCancellationRequested ? "timeout" : exception.GetType().Name;
            return CallOutcome<TReply>.Unknown(reason, exception);
        }
    }
}
