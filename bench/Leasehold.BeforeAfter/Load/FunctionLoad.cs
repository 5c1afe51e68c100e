using System.Diagnostics;
using System.Net;
using Leasehold.BeforeAfter.Functions;

namespace Leasehold.BeforeAfter.Load;

/// <summary>The same load for both sides: so many starts and reads per second, whatever becomes of them.</summary>
/// <remarks>
/// Times count from when a request was due, so that a generator that falls behind does not flatter the service.
/// </remarks>
internal sealed class FunctionLoad : IDisposable
{
    private const int PictureBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TooShortToSleep = TimeSpan.FromMilliseconds(1);

    private readonly FunctionPlan _plan;
    private readonly OutcomeTally _starts;
    private readonly OutcomeTally _reads;
    private readonly Uri _start;
    private readonly Uri _read;
    private readonly byte[] _body;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        Timeout = Patience,
    };

    private int _sent;

    public FunctionLoad(FunctionPlan plan, Uri service, string known, OutcomeTally starts, OutcomeTally reads)
    {
        _plan = plan;
        _starts = starts;
        _reads = reads;
        _start = new Uri(service, plan.Route);
        _read = new Uri(service, $"{plan.Route}/{known}");
        _body = plan.Function == GuideFunction.Upload ? new byte[PictureBytes] : [];
    }

    /// <summary>Starts sent so far.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
        => await Task.WhenAll(
            AtRateAsync(_plan.StartsPerSecond, duration, StartAsync, cancellationToken),
            AtRateAsync(FunctionPlan.ReadsPerSecond, duration, ReadAsync, cancellationToken));

    public void Dispose() => _http.Dispose();

    private static async Task AtRateAsync(
        int perSecond, TimeSpan duration, Func<long, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var count = (int)(perSecond * duration.TotalSeconds);
        var step = Stopwatch.Frequency / (double)perSecond;
        var sending = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var dueAt = startedAt + (long)(i * step);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), dueAt);
            if (early > TooShortToSleep)
            {
                await Task.Delay(early, cancellationToken);
            }

            sending.Add(send(dueAt, cancellationToken));
        }

        await Task.WhenAll(sending);
    }

    private async Task StartAsync(long dueAt, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, _start) { Content = new ByteArrayContent(_body) };
        Count(_starts, await SendAsync(request, cancellationToken), dueAt, isDone: !_plan.IsTask);
    }

    private async Task ReadAsync(long dueAt, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _read);
        Count(_reads, await SendAsync(request, cancellationToken), dueAt, isDone: true);
    }

    // A task that was accepted is counted by itself, when it ends.
    private static void Count(OutcomeTally tally, Ending ending, long dueAt, bool isDone)
    {
        if (ending != Ending.Completed)
        {
            tally.Failed(ending);
        }
        else if (isDone)
        {
            tally.Completed(Stopwatch.GetElapsedTime(dueAt));
        }
    }

    private async Task<Ending> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode ? Ending.Completed
                : answer.StatusCode == HttpStatusCode.ServiceUnavailable ? Ending.Exhausted : Ending.Failed;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return Ending.Cancelled;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            return Ending.Failed;
        }
    }
}
