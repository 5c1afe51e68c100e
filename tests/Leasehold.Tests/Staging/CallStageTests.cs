using System.Runtime.CompilerServices;
using Leasehold.Providers;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests.Staging;

public sealed class CallStageTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Bounds what must happen soon: far above what a busy machine takes, far below a hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_IgnoresItsToken_IsUnknownAtItsTimeout()
    {
        var never = NewSignal();
        var running = Stage().CallAsync(_ => AnswerAfterAsync(never.Task), Timeout, Grace);

        _time.Advance(Timeout - TimeSpan.FromSeconds(1));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var outcome = await running.WaitAsync(Patience, Ended);

        Assert.Equal((CallOutcomeKind.Unknown, "timeout"), (outcome.Kind, outcome.Reason));
        Assert.IsType<TimeoutException>(outcome.Error);
        never.SetResult();
    }

    [Fact]
    public async Task Call_LeftBehind_ThrowsNothingUnobserved()
    {
        var unobserved = new List<Exception>();
        var mark = $"left behind {Guid.NewGuid()}";
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await LeaveOneBehindAsync(mark);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.DoesNotContain(unobserved, error => error.ToString().Contains(mark, StringComparison.Ordinal));

        void Note(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved.Add(args.Exception);
    }

    [Fact]
    public async Task Call_ListensAndTellsAtItsTimeout_HasTheLastWord()
    {
        var running = Stage().CallAsync(
            static async token =>
            {
                var cancelled = NewSignal();
                await using var registration = token.Register(cancelled.SetResult);
                await cancelled.Task;
                return CallOutcome.Declined<string>("not sent yet");
            },
            Timeout,
            Grace);

        _time.Advance(Timeout);
        var outcome = await running.WaitAsync(Patience, Ended);

        Assert.Equal((CallOutcomeKind.Declined, "not sent yet"), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task Call_HostStops_GetsTheGrace()
    {
        using var stopping = new CancellationTokenSource();
        var running = Stage(stopping.Token).CallAsync(ListenAsync, Timeout, Grace);

        await stopping.CancelAsync();
        _time.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var outcome = await running.WaitAsync(Patience, Ended);

        Assert.Equal((CallOutcomeKind.Unknown, "stopping"), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task Call_HostStopsNearItsTimeout_IsNotProlonged()
    {
        using var stopping = new CancellationTokenSource();
        var running = Stage(stopping.Token).CallAsync(ListenAsync, Timeout, Grace);

        _time.Advance(Timeout - TimeSpan.FromSeconds(5));
        await stopping.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var outcome = await running.WaitAsync(Patience, Ended);

        Assert.Equal((CallOutcomeKind.Unknown, "timeout"), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task Call_AnotherTokenCancelled_IsNotTakenForTheTimeout()
    {
        var outcome = await Stage().CallAsync<string>(
            static _ => throw new OperationCanceledException(), Timeout, Grace);

        Assert.Equal(nameof(OperationCanceledException), outcome.Reason);
    }

    [Fact]
    public async Task Call_ThrowsARefusal_IsDeclined()
    {
        var outcome = await Stage().CallAsync<string>(
            static _ => throw new CallDeclinedException("no money"), Timeout, Grace);

        Assert.Equal((CallOutcomeKind.Declined, "no money"), (outcome.Kind, outcome.Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_Defect_IsThrownHoweverItIsWrapped(bool isWrapped)
    {
        Exception defect = new StageViolationException("api");
        defect = isWrapped ? new HttpRequestException("sending", new AggregateException(defect)) : defect;

        var thrown = await Assert.ThrowsAnyAsync<Exception>(
            () => Stage().CallAsync<string>(_ => throw defect, Timeout, Grace));

        Assert.Same(defect, thrown);
    }

    [Fact]
    public async Task Ask_EachEnding_IsWhatACallEndsWith()
    {
        var answer = await Stage().AskAsync(static _ => Task.FromResult(7), Timeout, Grace);
        var error = await Stage().AskAsync<int>(static _ => throw new IOException(), Timeout, Grace);

        Assert.Equal(7, answer.Reply);
        Assert.Equal((CallOutcomeKind.Unknown, nameof(IOException)), (error.Kind, error.Reason));
        await Assert.ThrowsAsync<StageViolationException>(() => Stage().AskAsync<int>(
            static _ => throw new StageViolationException("api"), Timeout, Grace));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<CallOutcome<string>> AnswerAfterAsync(Task signal)
    {
        await signal;
        return "paid";
    }

    private static async Task<CallOutcome<string>> ListenAsync(CancellationToken token)
    {
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, token);
        return "never";
    }

    // In a frame of its own, so that nothing keeps the call alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task LeaveOneBehindAsync(string mark)
    {
        var late = NewSignal();
        var hasThrown = NewSignal();
        var running = Stage().CallAsync(_ => FailAfterAsync(late.Task, mark, hasThrown), Timeout, Grace);
        _time.Advance(Timeout);
        await running.WaitAsync(Patience, Ended);
        late.SetResult();
        await hasThrown.Task.WaitAsync(Patience, Ended);
    }

    private static async Task<CallOutcome<string>> FailAfterAsync(Task signal, string mark, TaskCompletionSource thrown)
    {
        await signal;
        using var _ = new Signals(thrown);
        throw new InvalidOperationException(mark);
    }

    private CallStage Stage(CancellationToken stopping = default) => new(stopping, _time);

    private sealed class Signals(TaskCompletionSource signal) : IDisposable
    {
        public void Dispose() => signal.SetResult();
    }
}
