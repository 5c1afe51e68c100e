using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Load;

/// <summary>
/// Sends payments. One handler for all; no propagation, no redirects, no cookies: it shares the machine.
/// </summary>
internal sealed class PaymentClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly Uri _process;
    private readonly Uri _park;

    public PaymentClient(Uri service)
    {
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        });
        _process = new Uri(service, "/api/v1/payments/process");
        _park = new Uri(service, ScenarioRoutes.Park);
    }

    /// <summary>Opens that many connections, spread over a second so that no listen queue overflows.</summary>
    public async Task OpenConnectionsAsync(int count)
    {
        var parked = new List<Task>(count);
        var startedAt = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            parked.Add(ParkAsync());
            var due = TimeSpan.FromSeconds((double)i / count);
            if (due - Stopwatch.GetElapsedTime(startedAt) is var early && early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early);
            }
        }

        await Task.WhenAll(parked);
    }

    /// <summary>Pays one order, once.</summary>
    public async Task PayAsync(string orderNumber, long dueAt, LoadResult result)
    {
        var answer = await SendAsync(orderNumber);
        result.Add(answer, Stopwatch.GetElapsedTime(dueAt));
    }

    public void Dispose() => _http.Dispose();

    private async Task ParkAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _park);
        using var response = await _http.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
    }

    private async Task<Answer> SendAsync(string orderNumber)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _process)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(
                $$"""
                {"order_number":"{{orderNumber}}","amount":{{ScenarioDatabase.AmountMinor}},"card_token":"tok_visa"}
                """)),
        };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("Idempotency-Key", orderNumber);
        request.Headers.Authorization = ScenarioCaller.Authorization;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK when body.AsSpan().IndexOf("\"completed\""u8) >= 0 => Answer.Completed,
                HttpStatusCode.Accepted => Answer.Open,
                HttpStatusCode.ServiceUnavailable when response.Headers.RetryAfter is not null => Answer.Refused,
                _ => Answer.Failed,
            };
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or IOException)
        {
            return Answer.Failed;
        }
    }
}
