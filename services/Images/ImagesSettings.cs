using Leasehold.ServiceDefaults.Settings;

namespace Leasehold.Images;

/// <summary>The service's plain variables and defaults.</summary>
internal static class ImagesSettings
{
    public const string ServiceName = "image";

    /// <summary>Where the workers' wake-up hints go, if anywhere.</summary>
    public const string BrokerKey = "Leasehold:Durable:RabbitMq:Uri";

    public const string DefaultUrl = "http://127.0.0.1:5082";

    public static IReadOnlyList<PlainVariable> Variables { get; } =
    [
        .. PlainVariable.OfEveryService,
        PlainVariable.Text("IMAGE_PROCESSOR_URL", "Images:Processor:Url"),
        PlainVariable.Text("STORAGE_BUCKET", "Images:Storage:Bucket") with { MayBeEmpty = true },
    ];

    /// <summary>Below everything that is configured.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string,
        string?>(StringComparer.Ordinal)
    {
        ["Leasehold:ApplicationName"] = "images",
        ["Leasehold:Database:Provider"] = "sqlite",
        ["Leasehold:Database:ConnectionString"] = "Data Source=data/images.db",

        // The service's statements leave nothing on a session but a transaction that broke off: PostgreSQL would undo
        // a dozen other things with each lease.
        ["Leasehold:Pools:Api:ResetOnReturn"] = "Rollback",

        // Jobs wait for the processor and hold nothing meanwhile; many at a time cost little.
        ["Leasehold:Durable:MaxConcurrency"] = "32",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:FluentMigrator"] = "Warning",
        ["urls"] = DefaultUrl,
    };
}
