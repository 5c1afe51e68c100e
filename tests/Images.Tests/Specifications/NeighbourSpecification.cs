using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>A database that holds somebody else's tables of the same names: the guide's own services'.</summary>
public abstract class NeighbourSpecification : ServiceSpecification
{
    private readonly DatabaseFixture _database;

    private protected NeighbourSpecification(DatabaseFixture database)
        : base(database) => _database = database;

    [Fact]
    public async Task Start_StrangersTable_IsRefusedNamingItAndNothingChanges()
    {
        var settings = (await _database.NewDatabaseAsync())!;
        await using var guide = await GuidesTables.CreateAsync(settings);
        var before = await guide.DescribeAsync();

        var problem = await Assert.ThrowsAsync<ServiceStartException>(
            () => ServiceUnderTest.StartAsync("http://127.0.0.1:1", settings));

        Assert.Contains("The table images is not this service's", problem.Message, StringComparison.Ordinal);
        Assert.Contains("it lacks tenant, batch", problem.Message, StringComparison.Ordinal);
        Assert.Contains("created_at is ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("TABLE_PREFIX", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, await guide.DescribeAsync());
    }

    [Fact]
    public async Task Prefix_StrangersTable_BothLiveSideBySide()
    {
        var settings = (await _database.NewDatabaseAsync())!;
        await using var guide = await GuidesTables.CreateAsync(settings);
        var before = await guide.RowsAsync();
        string[] prefixed = [.. settings, "--TABLE_PREFIX=lh_", $"--Images:AllowedHosts:1={new Uri(Sample).Authority}"];

        await using (var service = await ServiceUnderTest.StartAsync(Processor.Url, prefixed))
        {
            var key = ImagesApi.NewKey();
            var image = await service.Api.SyncAsync(Sample, """{"width":9}""", key);
            var again = await service.Api.SyncAsync(Sample, """{"width":9}""", key);
            var batch = await service.Api.BatchAsync(
                $$$"""
                {"items":[{"url":"{{{Sample}}}"},{"url":"{{{Sample}}}?images='images'","options":{"width":5}}]}
                """);
            var end = await service.Api.EndOfBatchAsync(batch["batch_id"]!);

            Assert.Equal((200, "completed"), (image.Status, image["status"]));
            Assert.True(again.IsReplayed);
            Assert.Equal("2", end["completed"]);
            Assert.Equal("completed", (await service.Api.ReadAsync(image.TaskId))["status"]);
            Assert.Equal(200, (await service.Api.GetAsync("/health")).Status);
        }

        // Started again it finds its own, and the guide's rows are as they were.
        await using (var service = await ServiceUnderTest.StartAsync(Processor.Url, prefixed))
        {
            Assert.Equal(200, (await service.Api.GetAsync("/health")).Status);
        }

        Assert.Equal(before, await guide.RowsAsync());
        Assert.Equal(
            [
                "images", "lh_image_batches", "lh_images", "lh_images_schema", "lh_leasehold_operations",
                "lh_leasehold_paused_kinds", "lh_leasehold_recurring", "orders", "payments",
            ],
            (await guide.NamesAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
