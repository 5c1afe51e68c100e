namespace Leasehold.Payments.Tests.Hosting;

/// <summary>A row of gateway_log, as far as tests look.</summary>
internal sealed class LogRow
{
    public string Direction { get; set; } = "";

    public string? Outcome { get; set; }

    public string? Body { get; set; }

    public static string DirectionsOf(IEnumerable<LogRow> rows)
        => string.Join(", ", rows.Select(static r => r.Direction));
}
