using Leasehold.Payments.Money;

namespace Leasehold.Payments.Http;

/// <summary>The refusals of more than one route. No value of the request is ever repeated.</summary>
internal static class Refusals
{
    public static readonly Refusal CardNumber = new(
        422,
        "card_number",
        new("A field looks like a card number. Send a card token instead; nothing of this request was kept.",
            "카드 번호로 보이는 값이 있습니다. 카드 토큰을 보내 주세요. 이 요청의 내용은 저장되지 않았습니다."));

    public static readonly Refusal OrderNotFound = new(
        404, "order_not_found", new("There is no such order.", "주문을 찾을 수 없습니다."));

    public static readonly Refusal PaymentNotFound = new(
        404, "payment_not_found", new("There is no such payment.", "결제를 찾을 수 없습니다."));

    public static readonly Refusal KeyMissing = new(
        400, "idempotency_key_missing", new("The header Idempotency-Key is missing.", "Idempotency-Key 헤더가 없습니다."));

    public static readonly Refusal KeyMalformed = new(
        400,
        "idempotency_key_malformed",
        new("Idempotency-Key must come once, with 1 to 255 visible ASCII characters, bare or in quotes.",
            "Idempotency-Key는 공백 없는 ASCII 1~255자로 한 번만 보내야 하며 따옴표로 감쌀 수 있습니다."));

    public static readonly Refusal KeyReused = new(
        422,
        "idempotency_key_reused",
        new("This Idempotency-Key was used before with another payload.",
            "이 Idempotency-Key는 다른 내용의 요청에 이미 사용되었습니다."));

    public static readonly Refusal BadCurrency = new(
        422,
        "unknown_currency",
        new("currency is not an ISO 4217 code in use.", "currency가 사용 중인 ISO 4217 코드가 아닙니다."));

    /// <summary>Names the order number or customer id that is missing or cannot be kept as it is.</summary>
    public static Refusal BadNumber(string member) => BadMember(
        member,
        "1 to 50 printable characters without white space at either end",
        "제어 문자와 앞뒤 공백이 없는 1~50자");

    /// <summary>Names the member whose text is missing or not of the kind asked for.</summary>
    public static Refusal BadMember(string member, string kind, string korean) => new(
        422,
        $"bad_{member}",
        new($"{member} is required and must be {kind}.",
            $"{Particles.Topic(member)} 필수이며 {Particles.MustBe(korean)} 합니다."));

    public static Refusal BadAmount(string member, AmountFault fault) => fault switch
    {
        AmountFault.UnknownCurrency => BadCurrency,
        AmountFault.NotANumber => Amount(member, "must be a number", "숫자여야 합니다"),
        AmountFault.NotPositive => Amount(member, "must be above 0", "0보다 커야 합니다"),
        AmountFault.TooLarge => Amount(member, "is larger than this service takes", "허용된 한도를 넘었습니다"),
        _ => Amount(member, "has more decimals than its currency", "통화의 소수 자릿수를 넘었습니다"),
    };

    private static Refusal Amount(string member, string what, string korean) => new(
        422, "bad_amount", new($"{member} {what}.", $"{member}: {korean}."));
}
