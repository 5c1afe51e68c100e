using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Leasehold.Demo.Page;

namespace Leasehold.Demo.Touring;

/// <summary>Two hundred payments at once, at a gateway that takes two seconds for each.</summary>
internal sealed class PaymentRush(HttpClient http, PageOptions options, TimeProvider time)
{
    private const int Payments = 200;
    private const int OrdersAtOnce = 20;
    private const int Amount = 1_000;

    private static readonly TimeSpan GatewayTime = TimeSpan.FromSeconds(2);

    private DemoAddresses Services => options.Services;

    public async Task PlayAsync(TourVoice voice, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"RUSH-{time.GetUtcNow().ToUnixTimeMilliseconds()}");
        var before = await LedgerAsync(cancellationToken);
        await PlaceAsync(name, cancellationToken);
        await voice.SayAsync(Text($"{Payments} orders are placed, {name}-1 to {name}-{Payments}."));
        await SetLatencyAsync(GatewayTime, cancellationToken);
        try
        {
            await voice.SayAsync(Text(
                $"The gateway takes {GatewayTime.TotalSeconds:0} s for each charge now. All are paid at once ..."));
            var watch = Stopwatch.StartNew();
            var all = Task.WhenAll(
                Enumerable.Range(1, Payments).Select(number => PayAsync($"{name}-{number}", cancellationToken)));
            await Task.WhenAny(all, Task.Delay(GatewayTime / 2, time, cancellationToken));
            await voice.SayAsync(Text(
                $"After {watch.Elapsed.TotalSeconds:0.0} s: {await PoolAsync(cancellationToken)}."));
            var answers = await all;
            var seconds = watch.Elapsed.TotalSeconds;
            await voice.SayAsync(Text($"After {seconds:0.0} s: all are answered, {Count(answers)}."));
            await ProveAsync(voice, answers, before, await LedgerAsync(cancellationToken), seconds, cancellationToken);
        }
        finally
        {
            // Also when the terminal was closed meanwhile.
            await SetLatencyAsync(TimeSpan.Zero, CancellationToken.None);
        }
    }

    private async Task ProveAsync(
        TourVoice voice,
        string[] answers,
        (long Charges, long Duplicates) before,
        (long Charges, long Duplicates) after,
        double seconds,
        CancellationToken cancellationToken)
    {
        var paid = answers.Count(static answer => answer == "completed");
        var charges = after.Charges - before.Charges;
        var size = Number(await ApiPoolAsync(cancellationToken), "size");
        var held = Payments * GatewayTime.TotalSeconds / size;
        await voice.SayAsync(paid == Payments && charges == Payments && after.Duplicates == 0
            ? Text($"Proved: {paid} paid, {charges} charges in the gateway's books, none twice.")
            : Text($"Not proved: {paid} paid, {charges} charges, {after.Duplicates} of them twice."));
        await voice.SayAsync(Text(
            $"Held across the call, {size} connections would have needed {held:0} s; it took {seconds:0.0} s."));
    }

    private Task PlaceAsync(string name, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(1, Payments),
        new ParallelOptions { MaxDegreeOfParallelism = OrdersAtOnce, CancellationToken = cancellationToken },
        async (number, token) =>
        {
            using var answer = await http.PostAsJsonAsync(
                $"{Services.Payments}/api/v1/orders",
                new { order_number = $"{name}-{number}", customer_id = "C-1", total_amount = Amount },
                token);
            answer.EnsureSuccessStatusCode();
        });

    private async Task<string> PayAsync(string order, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Services.Payments}/api/v1/payments/process");
        request.Headers.Add("Idempotency-Key", $"pay-{order}");
        request.Content = JsonContent.Create(new { order_number = order, amount = Amount, card_token = "tok_visa" });
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
            ? status.GetString()!
            : Text($"HTTP {(int)answer.StatusCode}");
    }

    private async Task<string> PoolAsync(CancellationToken cancellationToken)
    {
        var pool = await ApiPoolAsync(cancellationToken);
        var (used, size, waiting) = (Number(pool, "in_use"), Number(pool, "size"), Number(pool, "waiting"));
        return Text($"of the Api pool {used} of {size} connections are in use, {waiting} callers wait");
    }

    private async Task<JsonElement> ApiPoolAsync(CancellationToken cancellationToken)
    {
        var snapshot = await http.GetFromJsonAsync<JsonElement>(
            $"{Services.Payments}/leasehold/snapshot", cancellationToken);
        return snapshot.GetProperty("databases")[0].GetProperty("pools").EnumerateArray()
            .First(static pool => pool.GetProperty("workload").ValueEquals("Api"));
    }

    private async Task<(long Charges, long Duplicates)> LedgerAsync(CancellationToken cancellationToken)
    {
        var ledger = await http.GetFromJsonAsync<JsonElement>(
            $"{Services.Gateway}/control/ledger?limit=1", cancellationToken);
        var totals = ledger.GetProperty("totals");
        return (totals.GetProperty("charges").GetInt64(), totals.GetProperty("duplicates").GetInt64());
    }

    private async Task SetLatencyAsync(TimeSpan latency, CancellationToken cancellationToken)
    {
        using var answer = await http.PutAsJsonAsync(
            $"{Services.Gateway}/control/faults",
            new { latency_ms = (int)latency.TotalMilliseconds },
            cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static string Count(string[] answers) => string.Join(
        ", ",
        answers.CountBy(static answer => answer, StringComparer.Ordinal)
            .OrderByDescending(static entry => entry.Value)
            .Select(static entry => Text($"{entry.Value} {entry.Key}")));

    private static int Number(JsonElement pool, string name) => pool.GetProperty(name).GetInt32();

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
