using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>
/// Secrets of every kind are sent through everything that can go wrong; none may turn up where it does not belong.
/// </summary>
public abstract class SecretsSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    // Each a different one, so that a failure says which has leaked.
    private readonly string _token = $"tok_canary{Guid.NewGuid():N}";
    private readonly string _gatewayKey = "dev-gateway-key";
    private readonly string _webhookKey = Webhook.Secret["whsec_".Length..];
    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task AnyRoute_WhateverGoesWrong_LeaksNoSecret()
    {
        using var activities = ListenToActivities();
        using var meters = ListenToMeters();
        var replies = new List<Reply>();
        await Gateway.SetFaultsAsync(
            """
            {"charges":{"error_after":{"next":1},"malformed":{"next":2},"decline":{"next":3},"drop_after":{"next":4}}}
            """);
        try
        {
            for (var n = 0; n < 6; n++)
            {
                var (order, key) = (await Api.NewOrderAsync(), NewKey());
                replies.Add(await Api.PayAsync(order, key, token: _token));
                replies.Add(await Api.PayAsync(order, key, token: _token));
                replies.Add(await Api.PayAsync(order, key, "1", token: _token));
                replies.Add(await Api.PayAsync(order, NewKey(), token: _token + " bad"));
                replies.Add(await Api.VerifyAsync(key));
                replies.Add(await Api.RefundAsync(key));
                replies.Add(await Api.ReadPaymentAsync(key));
            }

            replies.Add(await Api.PayRawAsync($$"""{"card_token":"{{_token}}",""", ("Idempotency-Key", NewKey())));
            replies.Add(await new Webhook($$"""{"card_token":"{{_token}}","data":[]}""").SendAsync(Api));
            replies.Add(await Webhook.About("any").SendAsync(Api, signature: $"v1,{_webhookKey}"));
            foreach (var path in (string[])["snapshot", "operations?state=prepared", "operations", "reviews"])
            {
                replies.Add(await Api.SendAsync(HttpMethod.Get, $"/leasehold/{path}"));
            }
        }
        finally
        {
            await Gateway.ClearFaultsAsync();
        }

        var places = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
        {
            ["answers"] = replies.Select(static r => $"{r.Text} {r.Headers}"),
            ["logs"] = Service.Logs.GetSnapshot().Select(static r => $"{r.Message} {r.Exception} "
                + string.Join(' ', r.StructuredState?.Select(static s => s.Value) ?? [])),
            ["traces and metrics"] = _heard,
            ["tables"] = await StoredTextsAsync(),
        };
        Assert.All(places, static place => Assert.NotEmpty(place.Value));
        foreach (var (place, texts) in places)
        {
            foreach (var secret in (string[])[_token, _gatewayKey, _webhookKey])
            {
                Assert.False(
                    texts.Any(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)),
                    $"{secret[..7]}… has leaked into {place}.");
            }
        }
    }

    private ActivityListener ListenToActivities()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _heard.Enqueue(
                $"{activity.DisplayName} "
                + string.Join(' ', activity.TagObjects.Select(static t => $"{t.Key}={t.Value}"))
                + string.Join(' ', activity.Events.SelectMany(static e => e.Tags).Select(static t => t.Value))),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private MeterListener ListenToMeters()
    {
        var listener = new MeterListener { InstrumentPublished = static (i, l) => l.EnableMeasurementEvents(i) };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Hear(tags));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Hear(tags));
        listener.Start();
        return listener;
    }

    private void Hear(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            _heard.Enqueue($"{tag.Key}={Convert.ToString(tag.Value, CultureInfo.InvariantCulture)}");
        }
    }

    private Task<List<string>> StoredTextsAsync()
        => Service.QueryAsync(static db => db.QueryToListAsync<string>(
            """
            SELECT COALESCE(body, '') FROM gateway_log
            UNION ALL SELECT COALESCE(args, '') FROM leasehold_operations
            UNION ALL SELECT COALESCE(reason, '') FROM leasehold_operations
            UNION ALL SELECT fingerprint FROM payments
            UNION ALL SELECT COALESCE(reason, '') FROM payments
            UNION ALL SELECT COALESCE(reason, '') FROM refunds
            UNION ALL SELECT detail FROM reviews
            """));
}
