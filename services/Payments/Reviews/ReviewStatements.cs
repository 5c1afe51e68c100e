using Leasehold.Payments.Payments;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Idempotency;
using Leasehold.ServiceDefaults.Texts;
using LinqToDB.Data;

namespace Leasehold.Payments.Reviews;

/// <summary>What is written to <c>reviews</c>.</summary>
internal static class ReviewStatements
{
    private const int MaxDetail = 500;
    private const int MaxText = 255;

    private const string Columns =
        "reviews (id, fingerprint, tenant, kind, operation_id, payment_id, transaction_id, detail, status, created_us) "
        + "VALUES (@id, @fingerprint, @tenant, @kind, @operation, @payment, @transaction, @detail, 'open', @now)";

    // Found again, perhaps by two at once: the first row stays, resolved or not. The one statement of the service
    // that is not the same everywhere; a caught violation would end PostgreSQL's transaction.
    private const string Insert = $"INSERT INTO {Columns} ON CONFLICT (fingerprint) DO NOTHING";
    private const string InsertMySql = $"INSERT IGNORE INTO {Columns}";

    /// <summary>Stores a finding; false when it is on record already.</summary>
    public static async Task<bool> TryAddAsync(
        DataConnection db, Finding finding, TimeProvider time, CancellationToken cancellationToken)
    {
        var transaction = Cut(finding.TransactionId, MaxText);
        var operation = Cut(finding.OperationId, MaxText)!;
        var isMySql = db.DataProvider.Name.StartsWith("MySql", StringComparison.OrdinalIgnoreCase)
            || db.DataProvider.Name.StartsWith("MariaDB", StringComparison.OrdinalIgnoreCase);
        return await db.ExecuteAsync(
            isMySql ? InsertMySql : Insert,
            cancellationToken,
            Parameters.Text("id", time.NewId()),
            Parameters.Text("fingerprint", Fingerprint.Of("review", finding.Kind, operation, transaction ?? "")),
            Parameters.Text("tenant", finding.Tenant),
            Parameters.Text("kind", finding.Kind),
            Parameters.Text("operation", operation),
            Parameters.Text("payment", finding.PaymentId),
            Parameters.Text("transaction", transaction),
            Parameters.Text("detail", Cut(finding.Detail, MaxDetail)),
            Parameters.Number("now", time.NowUs())) > 0;
    }

    // Some of it is the gateway's.
    private static string? Cut(string? text, int length) => text is null ? null : PrintableText.Clean(text, length);
}
