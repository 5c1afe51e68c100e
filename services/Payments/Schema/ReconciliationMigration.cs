using FluentMigrator;

namespace Leasehold.Payments.Schema;

/// <summary>What webhooks, reviews, settlements and reconciliation need.</summary>
/// <remarks>Step by step where missing, as before: MariaDB commits every DDL statement by itself.</remarks>
[Migration(202611220002)]
public sealed class ReconciliationMigration : TablesMigrationSteps
{
    /// <inheritdoc/>
    public override void Up()
    {
        CreateIfMissing("reviews", CreateReviews);
        CreateIfMissing("webhooks", CreateWebhooks);
        CreateIfMissing("reconciliations", CreateReconciliations);
        if (!Schema.Table("payments").Column("checked_us").Exists())
        {
            Alter.Table("payments").AddColumn("checked_us").AsInt64().Nullable();
        }

        // The journal of operations fences what comes late.
        DropColumn("payments", "epoch");
        DropColumn("refunds", "epoch");

        // A settlement and a reconciliation read a day in the order of the index. The tenant at its end lets other
        // tenants' rows be passed over without reading them.
        CreateDayIndex("payments", "ix_payments_day");
        CreateDayIndex("refunds", "ix_refunds_day");
    }

    private void CreateDayIndex(string table, string name)
    {
        if (!Schema.Table(table).Index(name).Exists())
        {
            Create.Index(name).OnTable(table)
                .OnColumn("completed_us").Ascending().OnColumn("id").Ascending().OnColumn("tenant").Ascending();
        }
    }

    private void CreateReviews()
    {
        Create.Table("reviews")
            .WithColumn("id").AsCustom(Code(IdLength)).PrimaryKey("pk_reviews")
            .WithColumn("fingerprint").AsCustom(Code(HashLength)).NotNullable()
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("kind").AsCustom(Code(ReasonLength)).NotNullable()
            .WithColumn("operation_id").AsCustom(Text(TextLength)).NotNullable()
            .WithColumn("payment_id").AsCustom(Code(PaymentIdLength)).Nullable()
            .WithColumn("transaction_id").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("detail").AsCustom(Text(DetailLength)).NotNullable()
            .WithColumn("status").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("note").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("created_us").AsInt64().NotNullable()
            .WithColumn("resolved_us").AsInt64().Nullable();

        // One finding is one row, however often and by whomever it is found.
        Create.Index("ux_reviews_fingerprint").OnTable("reviews")
            .OnColumn("fingerprint").Ascending().WithOptions().Unique();
        Create.Index("ix_reviews_status").OnTable("reviews")
            .OnColumn("status").Ascending().OnColumn("id").Ascending();
    }

    private void CreateWebhooks()
    {
        Create.Table("webhooks")
            .WithColumn("id").AsCustom(Text(TextLength)).PrimaryKey("pk_webhooks")
            .WithColumn("kind").AsCustom(Text(ReasonLength)).NotNullable()
            .WithColumn("merchant_uid").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("transaction_id").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("received_us").AsInt64().NotNullable()
            .WithColumn("handled_us").AsInt64().Nullable();
        Create.Index("ix_webhooks_received").OnTable("webhooks").OnColumn("received_us").Ascending();
    }

    private void CreateReconciliations()
        => Create.Table("reconciliations")
            .WithColumn("day").AsCustom(Code(DayLength)).PrimaryKey("pk_reconciliations")
            .WithColumn("lease_until_us").AsInt64().NotNullable()
            .WithColumn("started_us").AsInt64().NotNullable()
            .WithColumn("finished_us").AsInt64().Nullable()
            .WithColumn("was_listed").AsInt32().NotNullable()
            .WithColumn("checked_payments").AsInt64().NotNullable();
}
