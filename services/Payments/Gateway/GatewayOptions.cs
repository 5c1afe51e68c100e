using System.ComponentModel.DataAnnotations;

namespace Leasehold.Payments.Gateway;

/// <summary>How the payment gateway is reached, bound from <c>Payments:Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Payments:Gateway";

    /// <summary>What the simulator takes, so that both start with nothing configured in Development.</summary>
    public const string DevelopmentKey = "dev-gateway-key";

    /// <value>Absolute http or https address; also PAYMENT_GATEWAY_URL. Default http://127.0.0.1:5091.</value>
    [Required]
    public Uri Url { get; set; } = new("http://127.0.0.1:5091");

    /// <value>The bearer key; also PAYMENT_GATEWAY_KEY. Required, except in Development.</value>
    public string Key { get; set; } = "";

    /// <value>Bounds one request in all. 30 s; 100 ms to 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "Timeout must be 00:00:00.100 to 00:10:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Bounds connecting. 10 s; 100 ms to 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00",
        ErrorMessage = "ConnectTimeout must be 00:00:00.100 to 00:10:00.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after a payment or refund was sent "not found" proves nothing: longer than the gateway's longest
    /// processing time.
    /// </summary>
    /// <value>2 min; from Timeout to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00",
        ErrorMessage = "NotFoundGrace must be 00:00:00.100 to 1.00:00:00.")]
    public TimeSpan NotFoundGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long the gateway knows an idempotency key: past it nothing is sent again, only looked up.
    /// </summary>
    /// <value>24 h; 1 s to 365 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00",
        ErrorMessage = "KeyRetention must be 00:00:01 to 365.00:00:00.")]
    public TimeSpan KeyRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// The states in an answer's body that say for certain that no money was taken; also
    /// PAYMENT_GATEWAY_DECLINED_STATES.
    /// </summary>
    /// <value>
    /// failed, declined, cancelled and rejected; a list separated by commas, each 1 to 64 visible ASCII characters and
    /// not <c>success</c>.
    /// </value>
    public string DeclinedStates { get; set; } = "failed,declined,cancelled,rejected";

    /// <summary>
    /// The HTTP statuses of an answer to a payment or refund that refuse it for certain, whatever the body says; also
    /// PAYMENT_GATEWAY_DECLINED_STATUSES. Add those that your gateway documents as final, such as 400, 404 or 422.
    /// </summary>
    /// <value>402; a list separated by commas, each 400 to 499 without 401, 407, 408, 425 and 429.</value>
    public string DeclinedStatuses { get; set; } = "402";
}
