using FluentMigrator;

namespace Leasehold.Payments.Schema;

/// <summary>The four tables.</summary>
/// <remarks>
/// Each table is created where it is missing: MariaDB commits every DDL statement by itself, so a start that was
/// killed half-way leaves some of them.
/// </remarks>
[Migration(202611220001)]
public sealed class TablesMigration : TablesMigrationSteps
{
    /// <inheritdoc/>
    public override void Up()
    {
        CreateIfMissing("orders", CreateOrders);
        CreateIfMissing("payments", CreatePayments);
        CreateIfMissing("refunds", CreateRefunds);
        CreateIfMissing("gateway_log", CreateGatewayLog);
    }

    private void CreateOrders()
    {
        Create.Table("orders")
            .WithColumn("id").AsCustom(Code(IdLength)).PrimaryKey("pk_orders")
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("order_number").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("customer_id").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("amount_minor").AsInt64().NotNullable()
            .WithColumn("currency").AsCustom(Code(3)).NotNullable()
            .WithColumn("status").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("live_operation").AsCustom(Code(IdLength)).Nullable()
            .WithColumn("created_us").AsInt64().NotNullable()
            .WithColumn("updated_us").AsInt64().NotNullable();
        Create.Index("ux_orders_number").OnTable("orders")
            .OnColumn("tenant").Ascending().OnColumn("order_number").Ascending().WithOptions().Unique();
    }

    private void CreatePayments()
    {
        Create.Table("payments")
            .WithColumn("id").AsCustom(Code(IdLength)).PrimaryKey("pk_payments")
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("idempotency_key").AsCustom(Code(KeyLength)).NotNullable()
            .WithColumn("fingerprint").AsCustom(Code(HashLength)).NotNullable()
            .WithColumn("order_id").AsCustom(Code(IdLength)).NotNullable()
                .ForeignKey("fk_payments_order", "orders", "id")
            .WithColumn("order_number").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("live_order_id").AsCustom(Code(IdLength)).Nullable()
            .WithColumn("amount_minor").AsInt64().NotNullable()
            .WithColumn("currency").AsCustom(Code(3)).NotNullable()
            .WithColumn("status").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("reason").AsCustom(Code(ReasonLength)).Nullable()
            .WithColumn("transaction_id").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("refunded_minor").AsInt64().NotNullable()
            .WithColumn("refund_reserved_minor").AsInt64().NotNullable()
            .WithColumn("epoch").AsInt32().NotNullable()
            .WithColumn("created_us").AsInt64().NotNullable()
            .WithColumn("updated_us").AsInt64().NotNullable()
            .WithColumn("completed_us").AsInt64().Nullable();
        Create.Index("ux_payments_key").OnTable("payments")
            .OnColumn("tenant").Ascending().OnColumn("idempotency_key").Ascending().WithOptions().Unique();

        // Null for a payment that failed: any number of those, but one that is live or successful.
        Create.Index("ux_payments_live_order").OnTable("payments")
            .OnColumn("live_order_id").Ascending().WithOptions().Unique();
        Create.Index("ix_payments_order").OnTable("payments")
            .OnColumn("order_id").Ascending().OnColumn("created_us").Ascending();
    }

    private void CreateRefunds()
    {
        Create.Table("refunds")
            .WithColumn("id").AsCustom(Code(IdLength)).PrimaryKey("pk_refunds")
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("payment_id").AsCustom(Code(IdLength)).NotNullable()
                .ForeignKey("fk_refunds_payment", "payments", "id")
            .WithColumn("idempotency_key").AsCustom(Code(KeyLength)).Nullable()
            .WithColumn("fingerprint").AsCustom(Code(HashLength)).NotNullable()
            .WithColumn("amount_minor").AsInt64().NotNullable()
            .WithColumn("currency").AsCustom(Code(3)).NotNullable()
            .WithColumn("note").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("status").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("reason").AsCustom(Code(ReasonLength)).Nullable()
            .WithColumn("gateway_refund_id").AsCustom(Text(TextLength)).Nullable()
            .WithColumn("payment_status").AsCustom(Code(StateLength)).Nullable()
            .WithColumn("refunded_minor").AsInt64().Nullable()
            .WithColumn("epoch").AsInt32().NotNullable()
            .WithColumn("created_us").AsInt64().NotNullable()
            .WithColumn("updated_us").AsInt64().NotNullable()
            .WithColumn("completed_us").AsInt64().Nullable();
        Create.Index("ux_refunds_key").OnTable("refunds")
            .OnColumn("payment_id").Ascending().OnColumn("idempotency_key").Ascending().WithOptions().Unique();
    }

    private void CreateGatewayLog()
    {
        Create.Table("gateway_log")
            .WithColumn("id").AsInt64().PrimaryKey("pk_gateway_log").Identity()
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("operation_id").AsCustom(Code(IdLength)).NotNullable()
            .WithColumn("kind").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("direction").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("http_status").AsInt32().Nullable()
            .WithColumn("outcome").AsCustom(Code(ReasonLength)).Nullable()
            .WithColumn("body").AsCustom(Text(BodyLength)).Nullable()
            .WithColumn("took_us").AsInt64().Nullable()
            .WithColumn("at_us").AsInt64().NotNullable();
        Create.Index("ix_gateway_log_operation").OnTable("gateway_log").OnColumn("operation_id").Ascending();
    }
}
