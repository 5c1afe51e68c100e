using Leasehold.ServiceDefaults.Settings;

namespace Leasehold.Payments;

/// <summary>The service's plain variables and defaults.</summary>
internal static class PaymentsSettings
{
    public const string ServiceName = "payment";

    public const string DefaultUrl = "http://127.0.0.1:5081";

    /// <summary>The broker for wake-up hints; without it the workers poll.</summary>
    public const string BrokerKey = "Leasehold:Durable:RabbitMq:Uri";

    public const string WebhookSecretKey = "Payments:WebhookSecret";

    public static IReadOnlyList<PlainVariable> Variables { get; } =
    [
        .. PlainVariable.OfEveryService,
        PlainVariable.Text("PAYMENT_GATEWAY_URL", "Payments:Gateway:Url"),
        PlainVariable.Text("PAYMENT_GATEWAY_KEY", "Payments:Gateway:Key"),
        PlainVariable.Text("PAYMENT_GATEWAY_DECLINED_STATES", "Payments:Gateway:DeclinedStates"),
        PlainVariable.Text("PAYMENT_GATEWAY_DECLINED_STATUSES", "Payments:Gateway:DeclinedStatuses"),
        PlainVariable.Text("PAYMENT_WEBHOOK_SECRET", WebhookSecretKey),
    ];

    /// <summary>Below everything that is configured.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string,
        string?>(StringComparer.Ordinal)
    {
        ["Leasehold:ApplicationName"] = "payments",
        ["Leasehold:Database:Provider"] = "sqlite",
        ["Leasehold:Database:ConnectionString"] = "Data Source=data/payments.db",
        ["Leasehold:Pools:Api:Size"] = "30",
        ["Leasehold:Pools:Api:MaxOverflow"] = "20",
        ["Leasehold:Pools:Api:AcquireTimeout"] = "00:00:20",
        ["Leasehold:Pools:Api:Recycle"] = "00:30:00",

        // The service's statements leave nothing on a session but a transaction that broke off: PostgreSQL would undo
        // a dozen other things with each lease.
        ["Leasehold:Pools:Api:ResetOnReturn"] = "Rollback",
        ["Leasehold:Pools:Background:Size"] = "5",
        ["Leasehold:Pools:Background:MaxOverflow"] = "5",
        ["Leasehold:Pools:Background:AcquireTimeout"] = "00:02:00",
        ["Leasehold:Pools:Background:Recycle"] = "00:30:00",
        ["Leasehold:Pools:Batch:Recycle"] = "00:30:00",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:FluentMigrator"] = "Warning",
        ["urls"] = DefaultUrl,
    };
}
