using FluentMigrator;

namespace Leasehold.Payments.Schema;

/// <summary>Order numbers and customer ids of any script; the gateway's own words about a refusal.</summary>
/// <remarks>
/// Step by step, each as often as it is run: MariaDB commits every DDL statement by itself. Only there had a column an
/// alphabet; elsewhere text is text.
/// </remarks>
[Migration(202611300001)]
public sealed class AnyScriptMigration : TablesMigrationSteps
{
    /// <inheritdoc/>
    public override void Up()
    {
        if (IsMySql)
        {
            // Together with the width: MODIFY says a column anew.
            Execute.Sql(
                $"ALTER TABLE orders MODIFY order_number {Text(NameLength)} NOT NULL, "
                + $"MODIFY customer_id {Text(NameLength)} NOT NULL");
            Execute.Sql($"ALTER TABLE payments MODIFY order_number {Text(NameLength)} NOT NULL");
        }

        AddMessage("payments");
        AddMessage("refunds");
    }

    private void AddMessage(string table)
    {
        if (!Schema.Table(table).Column("gateway_message").Exists())
        {
            Alter.Table(table).AddColumn("gateway_message").AsCustom(Text(MessageLength)).Nullable();
        }
    }
}
