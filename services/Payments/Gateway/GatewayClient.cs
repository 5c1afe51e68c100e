using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leasehold.Payments.Money;
using Leasehold.Payments.Payments;
using Leasehold.ServiceDefaults.Idempotency;
using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.Payments.Gateway;

/// <summary>
/// The payment gateway: one client for the process, no retries. A request has either one effect or none.
/// </summary>
internal sealed class GatewayClient(HttpClient http, Declines declines, TimeProvider time)
{
    public const string ClientName = "payment-gateway";

    private const int MaxEvidence = 255;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The text of a charge that the log keeps: everything but the token.</summary>
    public static string ChargeText(string operationId, Amount amount)
        => JsonSerializer.Serialize(
            new ChargeBody(operationId, amount.Value, amount.Currency, null), GatewayJson.Default.ChargeBody);

    /// <summary>The text of a refund that the log keeps.</summary>
    public static string RefundText(RefundBody body) => JsonSerializer.Serialize(body, GatewayJson.Default.RefundBody);

    public async Task<GatewayReply<GatewayPayment>> ChargeAsync(
        string operationId, Amount amount, string cardToken, CancellationToken cancellationToken)
    {
        var body = new ChargeBody(operationId, amount.Value, amount.Currency, cardToken);
        using var request = Post("v1/payments", operationId, body, GatewayJson.Default.ChargeBody);
        var raw = await SendAsync(request, cancellationToken);
        GatewayPayment? answer = null;
        var outcome = raw.NoAnswer is { } failure
            ? CallOutcome<GatewayPayment>.Unknown(failure)
            : ChargeReading.Read(raw.Status, raw.Body, operationId, amount, declines, out answer);
        return new(outcome, Exchange(GatewayCall.Charge, raw, WordFor(outcome), cardToken, EvidenceOf(answer)) with
        {
            Message = MessageOf(outcome, raw, cardToken),
        });
    }

    public async Task<GatewayReply<GatewayRefund>> RefundAsync(
        string operationId, RefundBody body, Amount amount, CancellationToken cancellationToken)
    {
        using var request = Post("v1/refunds", operationId, body, GatewayJson.Default.RefundBody);
        var raw = await SendAsync(request, cancellationToken);
        var outcome = raw.NoAnswer is { } failure
            ? CallOutcome<GatewayRefund>.Unknown(failure)
            : RefundReading.Read(raw.Status, raw.Body, body.TransactionId, amount, declines);
        return new(outcome, Exchange(GatewayCall.Refund, raw, WordFor(outcome), null, body.TransactionId) with
        {
            Message = MessageOf(outcome, raw, secret: null),
        });
    }

    /// <summary>Reads a payment back by the gateway's id; what it says is not compared with anything.</summary>
    public Task<GatewayReply<GatewayPayment>> FindAsync(string transactionId, CancellationToken cancellationToken)
        => ReadAsync($"v1/payments/{Uri.EscapeDataString(transactionId)}", transactionId, cancellationToken);

    /// <summary>Reads back a payment that may not be ours; what it says is not compared with anything.</summary>
    public Task<GatewayReply<GatewayPayment>> FindAnyAsync(string merchantUid, CancellationToken cancellationToken)
        => ReadAsync(
            $"v1/payments?merchant_uid={Uri.EscapeDataString(merchantUid)}", transactionId: null, cancellationToken);

    private async Task<GatewayReply<GatewayPayment>> ReadAsync(
        string path, string? transactionId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var raw = await SendAsync(request, cancellationToken);
        var answer = raw.Failure is null && raw.Status == 200 ? ChargeReading.Parse(raw.Body) : null;
        CallOutcome<GatewayPayment> outcome = answer is not null ? answer
            : CallOutcome<GatewayPayment>.Unknown(
                raw.Failure ?? (raw.IsNotFound ? Outcomes.NotFound : Outcomes.OfStatus(raw.Status)));
        return new(outcome, Exchange(GatewayCall.Lookup, raw, WordFor(outcome), null, transactionId) with
        {
            Request = $"GET {path}",
        });
    }

    /// <summary>
    /// Asks what became of a payment, by our own id of it. <see cref="Outcomes.NotFound"/> is an unknown outcome of
    /// its own: what it proves depends on when the payment was sent.
    /// </summary>
    public async Task<GatewayReply<GatewayPayment>> FindByOperationAsync(
        string operationId, Amount amount, CancellationToken cancellationToken)
    {
        var path = $"v1/payments?merchant_uid={Uri.EscapeDataString(operationId)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var raw = await SendAsync(request, cancellationToken);
        GatewayPayment? answer = null;
        var outcome = raw.Failure is { } failure ? CallOutcome<GatewayPayment>.Unknown(failure)
            : raw.IsNotFound ? CallOutcome<GatewayPayment>.Unknown(Outcomes.NotFound)
            : ChargeReading.ReadLookup(raw.Status, raw.Body, operationId, amount, declines, out answer);
        return new(outcome, Exchange(GatewayCall.Lookup, raw, WordFor(outcome), null, EvidenceOf(answer)) with
        {
            Request = $"GET {path}",
            Message = MessageOf(outcome, raw, secret: null),
        });
    }

    /// <summary>
    /// Asks what became of a refund, by our own id of it. Beyond the contract: a gateway without this route says
    /// "not found", like one that has not seen the refund.
    /// </summary>
    public async Task<GatewayReply<GatewayRefund>> FindRefundAsync(
        string operationId, string transactionId, Amount amount, CancellationToken cancellationToken)
    {
        var path = $"v1/refunds?idempotency_key={Uri.EscapeDataString(operationId)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var raw = await SendAsync(request, cancellationToken);
        var outcome = raw.Failure is { } failure ? CallOutcome<GatewayRefund>.Unknown(failure)
            : raw.IsNotFound ? CallOutcome<GatewayRefund>.Unknown(Outcomes.NotFound)
            : raw.Status is >= 200 and < 300
                ? RefundReading.Read(raw.Status, raw.Body, transactionId, amount, declines)
            : CallOutcome<GatewayRefund>.Unknown(Outcomes.OfStatus(raw.Status));
        return new(outcome, Exchange(GatewayCall.Lookup, raw, WordFor(outcome), null, transactionId) with
        {
            Request = $"GET {path}",
            Message = MessageOf(outcome, raw, secret: null),
        });
    }

    /// <summary>
    /// A page of the payments that the gateway made on a day (UTC). Beyond the contract: null where the gateway has no
    /// such list, and the reason where it could not be read.
    /// </summary>
    public async Task<(GatewayListing? Page, string? Failure)> ListAsync(
        DateOnly day, string? after, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/transactions?date={day:yyyy-MM-dd}")
            + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var raw = await SendAsync(request, cancellationToken);
        if (raw.Failure is null && raw.Status is 404 or 405 or 501)
        {
            return (null, null);
        }

        var page = raw.Failure is null && raw.Status == 200 ? GatewayListing.Parse(raw.Body) : null;
        return page is null
            ? (null, raw.Failure ?? (raw.Status == 200 ? Outcomes.Unreadable : Outcomes.OfStatus(raw.Status)))
            : (page, null);
    }

    private static HttpRequestMessage Post<T>(string path, string operationId, T body, JsonTypeInfo<T> type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)),
        };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation(IdempotencyKey.Header, operationId);
        return request;
    }

    private async Task<RawAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new RawAnswer((int)response.StatusCode, body, null, Elapsed(startedAt))
            {
                IsPage = response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.Html,
            };
        }
        catch (OperationCanceledException problem)
        {
            var isTimeout = problem.InnerException is TimeoutException || !cancellationToken.IsCancellationRequested;
            return new RawAnswer(0, [], isTimeout ? Outcomes.Timeout : Outcomes.Stopping, Elapsed(startedAt));
        }
        catch (HttpRequestException problem)
        {
            var failure = problem.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded
                or HttpRequestError.InvalidResponse
                ? Outcomes.Unreadable
                : Outcomes.ConnectionFailed;
            return new RawAnswer(0, [], failure, Elapsed(startedAt));
        }
    }

    private long Elapsed(long startedAt) => (long)time.GetElapsedTime(startedAt).TotalMicroseconds;

    private static string WordFor<T>(CallOutcome<T> outcome)
        => outcome.Kind == CallOutcomeKind.Succeeded ? Outcomes.Succeeded : outcome.Reason!;

    // It may be an answer that was not accepted, with anything in it.
    private static string? EvidenceOf(GatewayPayment? answer)
        => PrintableText.Clean(answer?.TransactionId, MaxEvidence) is { Length: > 0 } id ? id : null;

    private static string? MessageOf<T>(CallOutcome<T> outcome, RawAnswer raw, string? secret)
        => outcome.Kind == CallOutcomeKind.Declined ? GatewayText.Of(raw.Body, secret) : null;

    private static GatewayExchange Exchange(
        string call, RawAnswer raw, string outcome, string? secret, string? transactionId)
        => new(
            call,
            raw.Failure is null ? raw.Status : null,
            outcome,
            raw.Body.Length > 0 ? EvidenceText.Of(raw.Body, secret) : null,
            raw.TookUs,
            transactionId);

    private readonly record struct RawAnswer(int Status, byte[] Body, string? Failure, long TookUs)
    {
        /// <summary>A page for people: some proxy's, or another server's at a wrong address.</summary>
        public bool IsPage { get; init; }

        // A wrong address answers 404 to everything; taken for the gateway's word it would free paid orders.
        public bool IsNotFound => Status == 404 && !IsPage;

        /// <summary>Why there is no word of the gateway's to go by; null where there is one.</summary>
        public string? NoAnswer => Failure ?? (IsPage && Status >= 400 ? Outcomes.OfStatus(Status) : null);
    }
}
