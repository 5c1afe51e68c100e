namespace EfCoreOrders.Tests.Migrations;

/// <summary>The commands of <c>dotnet ef</c> do on the application with two lines more what they did before.</summary>
public sealed class MigrationsTests
{
    [Fact]
    public async Task AddAndUpdate_ComparedWithTheOriginal_GiveTheSameFilesAndSchema()
    {
        using var plain = new MigratedOrders("EfCoreOrders");
        using var gated = new MigratedOrders("EfCoreOrders.WithLeasehold");

        await Task.WhenAll(AddAndUpdateAsync(plain), AddAndUpdateAsync(gated));

        var (before, after) = (plain.ReadMigrations(), gated.ReadMigrations());
        Assert.Equal(
            ["<0>_Initial.Designer.cs", "<0>_Initial.cs", "OrdersContextModelSnapshot.cs"],
            before.Keys,
            StringComparer.Ordinal);
        Assert.Contains("CreateTable", before["<0>_Initial.cs"], StringComparison.Ordinal);
        Assert.Equal(before, after);
        var schema = await plain.ReadSchemaAsync();
        Assert.Contains(schema, static line => line.StartsWith("table Orders:", StringComparison.Ordinal));
        Assert.Contains(schema, static line => line.StartsWith("migration Initial", StringComparison.Ordinal));
        Assert.Equal(schema, await gated.ReadSchemaAsync(), StringComparer.Ordinal);

        await Task.WhenAll(DropAsync(plain), DropAsync(gated));

        Assert.Equal((false, false), (File.Exists(plain.DatabaseFile), File.Exists(gated.DatabaseFile)));
    }

    private static async Task AddAndUpdateAsync(MigratedOrders application)
    {
        await application.RunAsync("migrations", "add", "Initial");
        await application.BuildAsync();
        await application.RunAsync("database", "update");
    }

    private static Task<string> DropAsync(MigratedOrders application)
        => application.RunAsync("database", "drop", "--force");
}
