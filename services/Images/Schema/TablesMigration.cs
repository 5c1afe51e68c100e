using FluentMigrator;
using FluentMigrator.Infrastructure;
using Leasehold.ServiceDefaults.Schema;

namespace Leasehold.Images.Schema;

/// <summary>The two tables.</summary>
/// <remarks>
/// Each table is created where it is missing: MariaDB commits every DDL statement by itself, so a start that was
/// killed half-way leaves some of them.
/// </remarks>
[Migration(202611230001)]
public sealed class TablesMigration : ServiceMigration
{
    private const int IdLength = 32;
    private const int NameLength = 50;
    private const int KeyLength = 255;
    private const int HashLength = 64;
    private const int StateLength = 20;
    private const int BlobLength = 64;
    private const int UrlLength = 2000;
    private const int OptionsLength = 500;
    private const int MessageLength = 500;

    private string _database = "";

    /// <inheritdoc/>
    public override void GetUpExpressions(IMigrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _database = context.QuerySchema.DatabaseType;
        base.GetUpExpressions(context);
    }

    /// <inheritdoc/>
    public override void Up()
    {
        CreateIfMissing("image_batches", CreateBatches);
        CreateIfMissing("images", CreateImages);
    }

    private void CreateIfMissing(string table, Action create)
    {
        if (!Schema.Table(table).Exists())
        {
            create();
        }
    }

    private void CreateBatches()
    {
        Create.Table("image_batches")
            .WithColumn("id").AsCustom(Code(IdLength)).PrimaryKey("pk_image_batches")
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("idempotency_key").AsCustom(Code(KeyLength)).Nullable()
            .WithColumn("fingerprint").AsCustom(Code(HashLength)).Nullable()
            .WithColumn("total").AsInt32().NotNullable()
            .WithColumn("created_at").AsInt64().NotNullable();
        Create.Index("ux_image_batches_key").OnTable("image_batches")
            .OnColumn("tenant").Ascending().OnColumn("idempotency_key").Ascending().WithOptions().Unique();
    }

    private void CreateImages()
    {
        Create.Table("images")
            .WithColumn("id").AsCustom(Code(IdLength)).PrimaryKey("pk_images")
            .WithColumn("task_id").AsCustom(Code(IdLength)).NotNullable()
            .WithColumn("tenant").AsCustom(Code(NameLength)).NotNullable()
            .WithColumn("batch").AsCustom(Code(IdLength)).Nullable()
            .WithColumn("idempotency_key").AsCustom(Code(KeyLength)).Nullable()
            .WithColumn("fingerprint").AsCustom(Code(HashLength)).Nullable()
            .WithColumn("original_url").AsCustom(Code(UrlLength)).Nullable()
            .WithColumn("options").AsCustom(Code(OptionsLength)).Nullable()
            .WithColumn("source_key").AsCustom(Code(BlobLength)).Nullable()
            .WithColumn("status").AsCustom(Code(StateLength)).NotNullable()
            .WithColumn("processed_url").AsCustom(Code(UrlLength)).Nullable()
            .WithColumn("blob_key").AsCustom(Code(BlobLength)).Nullable()
            .WithColumn("width").AsInt32().Nullable()
            .WithColumn("height").AsInt32().Nullable()
            .WithColumn("file_size").AsInt64().Nullable()
            .WithColumn("processing_time").AsDouble().Nullable()
            .WithColumn("error_message").AsCustom(Code(MessageLength)).Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("updated_at").AsInt64().NotNullable();

        // Not unique: a reader takes the newest, whatever wrote a second one.
        Create.Index("ix_images_task").OnTable("images")
            .OnColumn("tenant").Ascending().OnColumn("task_id").Ascending().OnColumn("created_at").Ascending();
        Create.Index("ux_images_key").OnTable("images")
            .OnColumn("tenant").Ascending().OnColumn("idempotency_key").Ascending().WithOptions().Unique();
        Create.Index("ix_images_batch").OnTable("images")
            .OnColumn("batch").Ascending().OnColumn("status").Ascending();

        // What the batch runner takes from: pending items, the oldest batch in front.
        Create.Index("ix_images_work").OnTable("images")
            .OnColumn("status").Ascending().OnColumn("batch").Ascending().OnColumn("id").Ascending();
    }

    /// <summary>ASCII, compared byte by byte; everything here is.</summary>
    private string Code(int length) => _database switch
    {
        "SQLite" => "TEXT",
        var name when name.StartsWith("Postgre", StringComparison.Ordinal) => $"VARCHAR({length}) COLLATE \"C\"",
        _ => $"VARCHAR({length}) CHARACTER SET ascii COLLATE ascii_bin",
    };
}
