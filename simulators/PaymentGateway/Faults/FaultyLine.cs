using Leasehold.Simulators.PaymentGateway.Http;

namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>The line between the gateway and its caller, with its delays and its breaks.</summary>
internal sealed class FaultyLine(TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// Waits, whether or not the caller is still there: a real gateway does not notice either. False when the
    /// host is stopping; the connection has then been reset.
    /// </summary>
    public async Task<bool> PauseAsync(HttpContext context, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            return true;
        }

        try
        {
            await Task.Delay(delay, time, lifetime.ApplicationStopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            return false;
        }
    }

    /// <summary>Ends a request that a fault hit before it had any effect.</summary>
    public Task FailAsync(HttpContext context, Fault fault, OperationFaults faults) => fault switch
    {
        Fault.TooManyRequests => ProblemAnswer.WriteAsync(context, Refusal.TooManyRequests()),
        Fault.DropBefore or Fault.DropAfter => Drop(context),
        Fault.HangBefore or Fault.HangAfter => HangAsync(context),
        _ => ProblemAnswer.WriteAsync(context, Refusal.ServerError(faults.ErrorStatus)),
    };

    /// <summary>Sends the answer to an effect that is in the ledger, as far as the fault lets it through.</summary>
    public Task AnswerAsync(HttpContext context, Fault fault, OperationFaults faults, byte[] body) => fault switch
    {
        Fault.ErrorAfter or Fault.DropAfter or Fault.HangAfter => FailAsync(context, fault, faults),
        Fault.Malformed => WriteAsync(context, body.AsMemory(0, body.Length / 2)),
        Fault.Drip => DripAsync(context, body, TimeSpan.FromMilliseconds(faults.DripIntervalMs)),
        _ => WriteAsync(context, body),
    };

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body) =>
        Answer.WriteAsync(context, StatusCodes.Status200OK, Answer.Json, body);

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task HangAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, end.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private async Task DripAsync(HttpContext context, byte[] body, TimeSpan interval)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        Answer.Begin(context, StatusCodes.Status200OK, Answer.Json, body.Length);
        try
        {
            for (var sent = 0; sent < body.Length; sent++)
            {
                await context.Response.BodyWriter.WriteAsync(body.AsMemory(sent, 1), end.Token);
                await Task.Delay(interval, time, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
