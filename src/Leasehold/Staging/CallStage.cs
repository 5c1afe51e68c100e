using Leasehold.Flows;
using Leasehold.Staging;

namespace Leasehold.Providers;

/// <summary>Makes external calls as stage 2 does, for packages that keep operations of their own.</summary>
/// <remarks>
/// <para>Thread-safe. Applications use <see cref="StagedOperations"/> or durable operations.</para>
/// <para>
/// No connection may be leased inside. At the time-out the outcome is unknown, whether the call listens to its token or
/// not: one that listens has a moment to tell how it ended, one that does not is left behind, and what it throws later
/// is nobody's error. A call that blocks its thread instead of awaiting cannot be left behind.
/// </para>
/// </remarks>
public sealed class CallStage
{
    // From the bound on, for a call that listens: whether its own word or the bound comes first is a matter of
    // scheduling, not of time, so it is measured by the real clock.
    private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;

    /// <summary>Calls of one host.</summary>
    /// <param name="stopping">The stopping of the host, which bounds running calls.</param>
    /// <param name="time">Time; by default the system's.</param>
    public CallStage(CancellationToken stopping, TimeProvider? time = null)
    {
        _stopping = stopping;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Makes the call that an operation is about, in its span.</summary>
    /// <param name="call">
    /// Tells its outcome. <see cref="CallDeclinedException"/> means declined, any other exception unknown.
    /// </param>
    /// <param name="timeout">Bounds the call; above 0.</param>
    /// <param name="stopGrace">How long it may still run once the host is stopping.</param>
    /// <param name="kind">The operation's kind, for the span; null if it has none.</param>
    /// <typeparam name="TReply">What the other side answers.</typeparam>
    /// <exception cref="StageViolationException">It tried to lease a connection.</exception>
    /// <exception cref="ExternalCallException">The guard stopped it: its caller holds a connection.</exception>
    public async Task<CallOutcome<TReply>> CallAsync<TReply>(
        Func<CancellationToken, Task<CallOutcome<TReply>>> call,
        TimeSpan timeout,
        TimeSpan stopGrace,
        string? kind = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        var bound = new CallBound(timeout, stopGrace, _time, _stopping);
        await using (bound.ConfigureAwait(false))
        {
            using var scope = CallScope.Enter();
            try
            {
                return await CallTracing.InAsync(() => RunAsync(call, bound), kind).ConfigureAwait(false);
            }
            catch (Exception exception) when (!IsDefect(exception))
            {
                return OutcomeOf<TReply>(exception, bound);
            }
        }
    }

    /// <summary>Asks the other side something, under the same rules and without a span.</summary>
    /// <param name="question">The question.</param>
    /// <param name="timeout">Bounds it; above 0.</param>
    /// <param name="stopGrace">How long it may still run once the host is stopping.</param>
    /// <typeparam name="TAnswer">The answer.</typeparam>
    /// <returns>A success with the answer, or why there is none.</returns>
    /// <inheritdoc cref="CallAsync" path="/exception"/>
    public async Task<CallOutcome<TAnswer>> AskAsync<TAnswer>(
        Func<CancellationToken, Task<TAnswer>> question, TimeSpan timeout, TimeSpan stopGrace)
    {
        ArgumentNullException.ThrowIfNull(question);
        var bound = new CallBound(timeout, stopGrace, _time, _stopping);
        await using (bound.ConfigureAwait(false))
        {
            using var scope = CallScope.Enter();
            try
            {
                return CallOutcome<TAnswer>.FromReply(await RunAsync(question, bound).ConfigureAwait(false));
            }
            catch (Exception exception) when (!IsDefect(exception))
            {
                return OutcomeOf<TAnswer>(exception, bound);
            }
        }
    }

    /// <summary>
    /// Whether an error, or one inside of it, is a defect of the calling code: hidden as an unknown outcome it would
    /// stay, so it is thrown.
    /// </summary>
    /// <param name="exception">What a call threw.</param>
    public static bool IsDefect(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            StageViolationException or ExternalCallException => true,
            AggregateException several => several.InnerExceptions.Any(IsDefect),
            { InnerException: { } inner } => IsDefect(inner),
            _ => false,
        };
    }

    private static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CallBound bound)
    {
        Task<T> running = call(bound.Token);
        if (!await HasEndedAsync(running, bound).ConfigureAwait(false))
        {
            LeaveBehind(running);
            throw new TimeoutException(
                $"The call had not ended {bound.Timeout} after its start, or within the grace of a stopping host, and "
                + "did not listen to its token; it was left behind.");
        }

        return await running.ConfigureAwait(false);
    }

    private static async Task<bool> HasEndedAsync(Task running, CallBound bound)
    {
        await running.WaitAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
        {
            await running.WaitAsync(LastWord, TimeProvider.System)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return running.IsCompleted;
    }

    // What it still throws must not come up as an unobserved exception of the process.
    private static void LeaveBehind(Task running)
        => _ = running.ContinueWith(
            static task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private static CallOutcome<T> OutcomeOf<T>(Exception exception, CallBound bound)
        => exception is CallDeclinedException refusal
            ? CallOutcome<T>.Declined(refusal.Reason)
            : CallOutcome<T>.Unknown(bound.Reason ?? exception.GetType().Name, exception);
}
